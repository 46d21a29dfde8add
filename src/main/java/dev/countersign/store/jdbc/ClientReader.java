package dev.countersign.store.jdbc;

import dev.countersign.client.AccessRules;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Replacement;
import dev.countersign.client.Scopes;
import dev.countersign.client.SecretHash;
import dev.countersign.client.TokenRules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads clients with their secrets, certificates, properties and audiences. Stateless. */
final class ClientReader {

    /**
     * One statement, since only a single statement sees everything as it was at one moment without a transaction around
     * it (and it is one round trip). Not ordered, since MariaDB would write the rows to a temporary table. The first
     * part's columns are all of the types that the others have in them.
     */
    private static final String CLIENTS = """
            select client_id, 0 as part, 0 as place, name as a, description as b, access_type as c, method as d, scopes as e,
                   enabled as f, administrator as g, version as n, created_at as t1, updated_at as t2,
                   tokens_not_before as t3, grant_types as h, introspection as i, token_lifetime as m, certificate_bound as o,
                   auditor as p, allowed_sources as q, managed_by as r, updated_at as t4
              from countersign_client where client_id in (:ids)
            union all
            select client_id, 1, place, secret_id, label, hash, replaced_by, null, null, null, unused_for, created_at, expires_at, last_used_at, null, null, null, null, null, null, null, null
              from countersign_client_secret where client_id in (:ids)
            union all
            select client_id, 2, 0, name, content, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null
              from countersign_client_property where client_id in (:ids)
            union all
            select client_id, 3, place, resource, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null
              from countersign_client_audience where client_id in (:ids)
            union all
            select client_id, 4, place, certificate_id, kid, kind, alias, der, null, null, unused_for, created_at, not_after, last_used_at, algorithm, null, null, null, null, null, replaced_by, expires_at
              from countersign_client_certificate where client_id in (:ids)
            """;

    /**
     * The columns by index: the look-up of a column's name takes longer than reading its value, and the number of a
     * client's rows must not show in the time of a refusal.
     */
    private static final int ID = 1;

    private static final int PART = 2;
    private static final int PLACE = 3;
    private static final int A = 4;
    private static final int B = 5;
    private static final int C = 6;
    private static final int D = 7;
    private static final int E = 8;
    private static final int F = 9;
    private static final int G = 10;
    private static final int N = 11;
    private static final int T1 = 12;
    private static final int T2 = 13;
    private static final int T3 = 14;
    private static final int H = 15;
    private static final int I = 16;
    private static final int M = 17;
    private static final int O = 18;
    private static final int P = 19;
    private static final int Q = 20;
    private static final int R = 21;
    private static final int T4 = 22;

    private static final int PARTS = 5;
    static final String ONE_CLIENT = CLIENTS.replace(":ids", "?");

    private ClientReader() {}

    static Optional<Client> find(Connection connection, ClientId id) throws SQLException {
        return Optional.ofNullable(findAll(connection, List.of(id)).get(id));
    }

    /** Those that exist, by their ids. */
    static Map<ClientId, Client> findAll(Connection connection, Collection<ClientId> ids) throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        String sql = ids.size() == 1 ? ONE_CLIENT : CLIENTS.replace(":ids", Sql.places(ids.size()));
        Object[] values = Collections.nCopies(PARTS, ids).stream()
                .flatMap(Collection::stream)
                .map(ClientId::value)
                .toArray();
        Map<String, Draft> drafts = new HashMap<>();
        Sql.list(
                connection,
                row -> drafts.computeIfAbsent(row.getString(ID), id -> new Draft())
                        .read(row),
                sql,
                values);
        Map<ClientId, Client> clients = new LinkedHashMap<>();
        for (ClientId id : ids) {
            // By the exact id, should the database's collation take other ids for equal.
            Draft draft = drafts.get(id.value());
            if (draft != null) {
                clients.put(id, draft.finish(id));
            }
        }
        return clients;
    }

    /** A value and its place among the client's others of that kind. */
    private record Placed<T>(int place, T value) {

        static <T> List<T> inOrder(List<Placed<T>> values) {
            return values.stream()
                    .sorted(Comparator.comparingInt(Placed::place))
                    .map(Placed::value)
                    .toList();
        }
    }

    /** Collects the rows of one client. */
    private static final class Draft {

        private ClientProfile profile = ClientProfile.confidential();
        private long version;
        private Instant createdAt = Instant.EPOCH;
        private Instant updatedAt = Instant.EPOCH;
        private final List<Placed<ClientSecret>> secrets = new ArrayList<>();
        private final Map<String, String> properties = new HashMap<>();
        private final List<Placed<String>> audience = new ArrayList<>();
        private final List<Placed<ClientCertificate>> certificates = new ArrayList<>();

        Draft read(ResultSet row) throws SQLException {
            int place = row.getInt(PLACE);
            switch (row.getInt(PART)) {
                case 0 -> readClient(row);
                case 1 -> secrets.add(new Placed<>(place, secret(row)));
                case 2 -> properties.put(row.getString(A), row.getString(B));
                case 3 -> audience.add(new Placed<>(place, row.getString(A)));
                default -> certificates.add(new Placed<>(place, certificate(row)));
            }
            return this;
        }

        Client finish(ClientId id) {
            ClientProfile complete = new ClientProfile(
                    profile.name(),
                    profile.description(),
                    profile.accessType(),
                    profile.enabled(),
                    profile.method(),
                    profile.scopes(),
                    Placed.inOrder(audience),
                    profile.administrator(),
                    profile.tokens(),
                    profile.access(),
                    properties);
            return new Client(
                    id, complete, Placed.inOrder(secrets), Placed.inOrder(certificates), version, createdAt, updatedAt);
        }

        private void readClient(ResultSet row) throws SQLException {
            String accessType = row.getString(C);
            profile = new ClientProfile(
                    row.getString(A),
                    row.getString(B),
                    AccessType.ofWireName(accessType)
                            .orElseThrow(() -> new IllegalStateException("not an access type: " + accessType)),
                    row.getBoolean(F),
                    new AuthMethod(row.getString(D)),
                    Scopes.parse(row.getString(E)),
                    List.of(),
                    row.getBoolean(G),
                    tokens(row),
                    access(row),
                    Map.of());
            version = row.getLong(N);
            createdAt = Sql.instant(row, T1);
            updatedAt = Sql.instant(row, T2);
        }

        private static TokenRules tokens(ResultSet row) throws SQLException {
            int seconds = row.getInt(M);
            boolean serverDecides = row.wasNull();
            return new TokenRules(
                    words(row.getString(H)),
                    serverDecides ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
                    row.getBoolean(I),
                    row.getBoolean(O),
                    Sql.optionalInstant(row, T3));
        }

        private static AccessRules access(ResultSet row) throws SQLException {
            return new AccessRules(row.getBoolean(P), words(row.getString(Q)), Optional.ofNullable(row.getString(R)));
        }

        private static List<String> words(String text) {
            return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        }

        private static ClientCertificate certificate(ResultSet row) throws SQLException {
            return new ClientCertificate(
                    row.getString(A),
                    row.getString(B),
                    row.getString(D),
                    ClientCertificate.Kind.valueOf(row.getString(C)),
                    row.getString(E),
                    Optional.ofNullable(row.getString(H)),
                    Sql.instant(row, T1),
                    Sql.optionalInstant(row, T2),
                    Sql.optionalInstant(row, T3),
                    Sql.optionalInstant(row, T4),
                    replacement(row, R));
        }

        private static ClientSecret secret(ResultSet row) throws SQLException {
            return new ClientSecret(
                    row.getString(A),
                    row.getString(B),
                    new SecretHash(row.getString(C)),
                    Sql.instant(row, T1),
                    Sql.optionalInstant(row, T2),
                    Sql.optionalInstant(row, T3),
                    replacement(row, D));
        }

        /** @param newer the column of the newer one's id */
        private static Optional<Replacement> replacement(ResultSet row, int newer) throws SQLException {
            String id = row.getString(newer);
            return id == null ? Optional.empty() : Optional.of(new Replacement(id, Duration.ofSeconds(row.getLong(N))));
        }
    }
}
