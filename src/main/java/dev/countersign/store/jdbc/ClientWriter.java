package dev.countersign.store.jdbc;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.SearchTerms;
import dev.countersign.client.TokenRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes clients: a new one as a whole, of a changed one only what differs. Stateless. */
final class ClientWriter {

    private ClientWriter() {}

    static void insert(Connection connection, Client client) throws SQLException {
        ClientProfile profile = client.profile();
        Sql.execute(
                connection,
                """
                insert into countersign_client (client_id, name, description, access_type, enabled, method, scopes, administrator,
                    grant_types, token_lifetime, introspection, certificate_bound, tokens_not_before,
                    auditor, allowed_sources, managed_by, version, created_at, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                client.id().value(),
                profile.name(),
                profile.description(),
                profile.accessType().wireName(),
                profile.enabled(),
                profile.method().name(),
                profile.scopes().toString(),
                profile.administrator(),
                grantTypes(profile.tokens()),
                lifetime(profile.tokens()),
                profile.tokens().introspection(),
                profile.tokens().certificateBound(),
                profile.tokens().notBefore(),
                profile.access().auditor(),
                String.join(" ", profile.access().allowedSources()),
                profile.access().managedBy(),
                client.version(),
                client.createdAt(),
                client.updatedAt());
        insertProperties(connection, client.id(), profile.properties());
        insertAudience(connection, client.id(), profile.audience());
        insertTerms(connection, client.id(), profile.name());
        SecretWriter.write(connection, client.id(), List.of(), client.secrets());
        CertificateWriter.write(connection, client.id(), List.of(), client.certificates());
    }

    static void update(Connection connection, Client before, Client after) throws SQLException {
        ClientProfile profile = after.profile();
        Sql.execute(
                connection,
                """
                update countersign_client set name = ?, description = ?, access_type = ?, enabled = ?, method = ?, scopes = ?,
                    administrator = ?, grant_types = ?, token_lifetime = ?, introspection = ?,
                    certificate_bound = ?, tokens_not_before = ?,
                    auditor = ?, allowed_sources = ?, managed_by = ?, version = ?, updated_at = ?
                where client_id = ?
                """,
                profile.name(),
                profile.description(),
                profile.accessType().wireName(),
                profile.enabled(),
                profile.method().name(),
                profile.scopes().toString(),
                profile.administrator(),
                grantTypes(profile.tokens()),
                lifetime(profile.tokens()),
                profile.tokens().introspection(),
                profile.tokens().certificateBound(),
                profile.tokens().notBefore(),
                profile.access().auditor(),
                String.join(" ", profile.access().allowedSources()),
                profile.access().managedBy(),
                after.version(),
                after.updatedAt(),
                after.id().value());
        if (!profile.properties().equals(before.profile().properties())) {
            deleteFrom(connection, "countersign_client_property", after.id());
            insertProperties(connection, after.id(), profile.properties());
        }
        if (!profile.audience().equals(before.profile().audience())) {
            deleteFrom(connection, "countersign_client_audience", after.id());
            insertAudience(connection, after.id(), profile.audience());
        }
        if (!profile.name().equals(before.profile().name())) {
            deleteFrom(connection, "countersign_client_term", after.id());
            insertTerms(connection, after.id(), profile.name());
        }
        SecretWriter.write(connection, after.id(), before.secrets(), after.secrets());
        CertificateWriter.write(connection, after.id(), before.certificates(), after.certificates());
    }

    private static String grantTypes(TokenRules tokens) {
        if (tokens.grantTypes().stream().anyMatch(type -> type.isEmpty() || type.indexOf(' ') >= 0)) {
            throw new IllegalArgumentException("a grant type is a word without blanks");
        }
        return String.join(" ", tokens.grantTypes());
    }

    private static OptionalInt lifetime(TokenRules tokens) {
        return tokens.lifetime().stream()
                .mapToInt(lifetime -> (int) lifetime.toSeconds())
                .findFirst();
    }

    /** Deletes the client and all rows that belong to it. */
    static void delete(Connection connection, ClientId id) throws SQLException {
        deleteFrom(connection, "countersign_client", id);
    }

    private static void deleteFrom(Connection connection, String table, ClientId id) throws SQLException {
        Sql.execute(connection, "delete from " + table + " where client_id = ?", id.value());
    }

    private static void insertProperties(Connection connection, ClientId id, Map<String, String> properties)
            throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        properties.forEach((name, content) -> rows.add(new Object[] {id.value(), name, content}));
        Sql.executeAll(
                connection,
                "insert into countersign_client_property (client_id, name, content) values (?, ?, ?)",
                rows);
    }

    private static void insertAudience(Connection connection, ClientId id, List<String> audience) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (String resource : audience) {
            rows.add(new Object[] {id.value(), rows.size(), resource});
        }
        Sql.executeAll(
                connection,
                "insert into countersign_client_audience (client_id, place, resource) values (?, ?, ?)",
                rows);
    }

    private static void insertTerms(Connection connection, ClientId id, String name) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        SearchTerms.of(id, name).forEach(term -> rows.add(new Object[] {term, id.value()}));
        Sql.executeAll(connection, "insert into countersign_client_term (term, client_id) values (?, ?)", rows);
    }
}
