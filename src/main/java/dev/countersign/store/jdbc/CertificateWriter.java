package dev.countersign.store.jdbc;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a client's certificates. Once they are there, only names, ends and last uses change. Stateless. */
final class CertificateWriter {

    private CertificateWriter() {}

    static void write(Connection connection, ClientId id, List<ClientCertificate> before, List<ClientCertificate> after)
            throws SQLException {
        Map<String, ClientCertificate> gone = new HashMap<>();
        before.forEach(certificate -> gone.put(certificate.id(), certificate));
        List<ClientCertificate> added = new ArrayList<>();
        List<Object[]> changed = new ArrayList<>();
        for (ClientCertificate certificate : after) {
            ClientCertificate old = gone.remove(certificate.id());
            if (old == null) {
                added.add(certificate);
            } else if (!changing(certificate).equals(changing(old))) {
                changed.add(change(id, certificate));
            }
        }
        List<Object[]> removed = new ArrayList<>();
        gone.keySet().forEach(certificate -> removed.add(new Object[] {id.value(), certificate}));
        Sql.executeAll(
                connection,
                "delete from countersign_client_certificate where client_id = ? and certificate_id = ?",
                removed);
        Sql.executeAll(connection, """
                update countersign_client_certificate set kid = ?, alias = ?, algorithm = ?, not_after = ?,
                    expires_at = ?, replaced_by = ?, unused_for = ?
                where client_id = ? and certificate_id = ?
                """, changed);
        if (!added.isEmpty()) {
            insert(connection, id, added);
        }
    }

    /** All that changes of a certificate that is there, but for its last use. */
    private static List<Object> changing(ClientCertificate certificate) {
        return List.of(
                certificate.kid(),
                certificate.alias(),
                certificate.algorithm(),
                certificate.notAfter(),
                certificate.expiresAt(),
                certificate.replacement());
    }

    private static Object[] change(ClientId id, ClientCertificate certificate) {
        return new Object[] {
            certificate.kid(),
            certificate.alias(),
            certificate.algorithm(),
            certificate.notAfter(),
            certificate.expiresAt(),
            ReplacementColumns.replacedBy(certificate.replacement()),
            ReplacementColumns.unusedFor(certificate.replacement()),
            id.value(),
            certificate.id()
        };
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
                insert into countersign_client_certificate (client_id, certificate_id, place, kid, alias, kind, der, algorithm, created_at, not_after,
                    last_used_at, expires_at, replaced_by, unused_for)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
            certificate.notAfter(),
            certificate.lastUsedAt(),
            certificate.expiresAt(),
            ReplacementColumns.replacedBy(certificate.replacement()),
            ReplacementColumns.unusedFor(certificate.replacement())
        };
    }
}
