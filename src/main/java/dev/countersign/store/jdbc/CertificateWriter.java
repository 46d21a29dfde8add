package dev.countersign.store.jdbc;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a client's certificates, which never change once they are there. Stateless. */
final class CertificateWriter {

    private CertificateWriter() {}

    static void write(Connection connection, ClientId id, List<ClientCertificate> before, List<ClientCertificate> after)
            throws SQLException {
        Set<String> gone = before.stream().map(ClientCertificate::id).collect(Collectors.toCollection(HashSet::new));
        List<Object[]> added = new ArrayList<>();
        for (ClientCertificate certificate : after) {
            if (!gone.remove(certificate.id())) {
                added.add(row(id, certificate));
            }
        }
        List<Object[]> removed = new ArrayList<>();
        gone.forEach(certificate -> removed.add(new Object[] {id.value(), certificate}));
        Sql.executeAll(
                connection,
                "delete from countersign_client_certificate where client_id = ? and certificate_id = ?",
                removed);
        Sql.executeAll(connection, """
                insert into countersign_client_certificate (client_id, certificate_id, place, kid, alias, kind, der, algorithm, created_at, not_after)
                values (?, ?, (select coalesce(max(place), 0) + 1 from countersign_client_certificate where client_id = ?), ?, ?, ?, ?, ?, ?, ?)
                """, added);
    }

    private static Object[] row(ClientId id, ClientCertificate certificate) {
        return new Object[] {
            id.value(),
            certificate.id(),
            id.value(),
            certificate.kid(),
            certificate.alias(),
            certificate.kind().name(),
            certificate.der(),
            certificate.algorithm(),
            certificate.createdAt(),
            certificate.notAfter()
        };
    }
}
