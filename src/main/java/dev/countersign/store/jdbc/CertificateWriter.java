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
        List<ClientCertificate> added = after.stream()
                .filter(certificate -> !gone.remove(certificate.id()))
                .toList();
        List<Object[]> removed = new ArrayList<>();
        gone.forEach(certificate -> removed.add(new Object[] {id.value(), certificate}));
        Sql.executeAll(
                connection,
                "delete from countersign_client_certificate where client_id = ? and certificate_id = ?",
                removed);
        if (!added.isEmpty()) {
            insert(connection, id, added);
        }
    }

    private static void insert(Connection connection, ClientId id, List<ClientCertificate> added) throws SQLException {
        // Counted here and not in the statement: MariaDB would do that once for all rows of a batch.
        int place = lastPlace(connection, id);
        List<Object[]> rows = new ArrayList<>();
        for (ClientCertificate certificate : added) {
            place++;
            rows.add(row(id, certificate, place));
        }
        Sql.executeAll(connection, """
                insert into countersign_client_certificate (client_id, certificate_id, place, kid, alias, kind, der, algorithm, created_at, not_after)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, rows);
    }

    private static int lastPlace(Connection connection, ClientId id) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select coalesce(max(place), 0) from countersign_client_certificate where client_id = ?",
                        id.value())
                .orElseThrow();
    }

    private static Object[] row(ClientId id, ClientCertificate certificate, int place) {
        return new Object[] {
            id.value(),
            certificate.id(),
            place,
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
