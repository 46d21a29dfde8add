package dev.countersign.store.jdbc;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.SearchTerms;
import dev.countersign.client.TokenRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes clients: a new one as a whole, of a changed one only what differs. Stateless. */
final class ClientWriter {

    private ClientWriter() {}

    /** Inserts new clients, each table's rows in one batch. */
    static void insert(Connection connection, Collection<Client> clients) throws SQLException {
        SqlBatch batch = new SqlBatch();
        clients.forEach(client -> insert(batch, client));
        batch.execute(connection);
        for (Client client : clients) {
            CertificateWriter.write(connection, client.id(), List.of(), client.certificates());
        }
    }

    private static void insert(SqlBatch batch, Client client) {
        ClientProfile profile = client.profile();
        batch.add(
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
        addProperties(batch, client.id(), profile.properties());
        addAudience(batch, client.id(), profile.audience());
        addTerms(batch, client.id(), profile.name());
        SecretWriter.add(batch, client.id(), client.secrets());
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
        SqlBatch batch = new SqlBatch();
        if (!profile.properties().equals(before.profile().properties())) {
            deleteFrom(connection, "countersign_client_property", after.id());
            addProperties(batch, after.id(), profile.properties());
        }
        if (!profile.audience().equals(before.profile().audience())) {
            deleteFrom(connection, "countersign_client_audience", after.id());
            addAudience(batch, after.id(), profile.audience());
        }
        if (!profile.name().equals(before.profile().name())) {
            deleteFrom(connection, "countersign_client_term", after.id());
            addTerms(batch, after.id(), profile.name());
        }
        batch.execute(connection);
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

    private static void addProperties(SqlBatch batch, ClientId id, Map<String, String> properties) {
        properties.forEach((name, content) -> batch.add(
                "insert into countersign_client_property (client_id, name, content) values (?, ?, ?)",
                id.value(),
                name,
                content));
    }

    private static void addAudience(SqlBatch batch, ClientId id, List<String> audience) {
        for (int place = 0; place < audience.size(); place++) {
            batch.add(
                    "insert into countersign_client_audience (client_id, place, resource) values (?, ?, ?)",
                    id.value(),
                    place,
                    audience.get(place));
        }
    }

    private static void addTerms(SqlBatch batch, ClientId id, String name) {
        SearchTerms.of(id, name)
                .forEach(term -> batch.add(
                        "insert into countersign_client_term (term, client_id) values (?, ?)", term, id.value()));
    }
}
