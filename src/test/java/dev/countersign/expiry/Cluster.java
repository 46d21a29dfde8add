package dev.countersign.expiry;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.client.UnavailableException;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Notification;
import org.h2.jdbcx.JdbcDataSource;

/** Nodes that share a database and a clock, which is moved by hand. */
final class Cluster implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    /** Longer than between looks, to spare time. */
    private static final Duration STEP = ExpiryWatch.BETWEEN_LOOKS.multipliedBy(6);

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    final JdbcDataSource database = new JdbcDataSource();
    /** So that the database is not closed and opened between any two statements. */
    private final Connection open;

    private final JdbcStore administration;
    private final List<Node> nodes = new ArrayList<>();

    Cluster(Path directory) throws SQLException {
        database.setURL("jdbc:h2:" + directory.resolve("clients"));
        open = database.getConnection();
        new Schema(database).migrate();
        administration = new JdbcStore(database, this::now);
    }

    Instant now() {
        return Objects.requireNonNull(clock.get());
    }

    Node node() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    void later(Duration time) {
        clock.updateAndGet(instant -> instant.plus(time));
    }

    /** Moves the clock on so far, step by step, and has each node look. */
    void goOn(Duration time) {
        Instant end = now().plus(time);
        while (now().isBefore(end)) {
            later(STEP);
            nodes.forEach(Node::look);
        }
    }

    /** A client of this name with a secret of the same id, made now. */
    void secret(String id, Duration lifetime) {
        ClientSecret secret = new ClientSecret(
                id, "autumn", new SecretHash("hash"), now(), Optional.of(now().plus(lifetime)), Optional.empty());
        administration
                .clients()
                .create(new ClientId(id), ClientProfile.confidential(), List.of(secret), change("client.create"));
    }

    /** The same with a certificate, imported now. */
    void certificate(String id, Duration lifetime) {
        ClientId client = new ClientId(id);
        administration.clients().create(client, ClientProfile.confidential(), List.of(), change("client.create"));
        ClientCertificate certificate = new ClientCertificate(
                id,
                "kid",
                "alias",
                ClientCertificate.Kind.CERTIFICATE,
                "MII",
                now(),
                Optional.of(now().plus(lifetime)),
                Optional.empty());
        administration
                .clients()
                .update(
                        client,
                        OptionalLong.empty(),
                        present -> present.withCertificates(List.of(certificate)),
                        change("certificate.add"));
    }

    /** As when it is regenerated with an overlap. */
    void end(String id, Duration overlap) {
        administration
                .clients()
                .update(
                        new ClientId(id),
                        OptionalLong.empty(),
                        client -> client.with(client.secrets().stream()
                                .map(secret -> secret.endingBy(now().plus(overlap)))
                                .toList()),
                        change("secret.regenerate"));
    }

    /** The details of what was written down, the oldest first. */
    List<String> events() {
        List<String> details = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            var page = administration.auditTrail().events(Optional.empty(), next, 500);
            page.items().stream()
                    .filter(event -> event.action().endsWith(".expiring"))
                    .map(AuditEvent::detail)
                    .forEach(details::add);
            next = page.next();
        } while (next.isPresent());
        Collections.reverse(details);
        return details;
    }

    @Override
    public void close() throws SQLException {
        nodes.forEach(Node::close);
        administration.close();
        open.close();
    }

    private static Change change(String action) {
        return new Change("person:ada", action, "");
    }

    /** One of them. Its own thread looks once, at the start. */
    final class Node implements AutoCloseable {

        final List<Notification> announced = Collections.synchronizedList(new ArrayList<>());
        final ExpiryOutlook outlook = new ExpiryOutlook();
        private final JdbcStore store = new JdbcStore(database, Cluster.this::now);
        private final ExpiryWatch watch;
        int outages;

        Node() {
            outlook.addNotificationListener((notification, handback) -> announced.add(notification), null, null);
            watch = new ExpiryWatch(
                    store.expiryCalendar(), store.expiryNotices(), outlook, Cluster.this::now, Duration.ofDays(1));
            look();
        }

        /** As its thread does, which meets an outage the same way. */
        void look() {
            try {
                watch.lookIfDue();
            } catch (UnavailableException e) {
                outages++;
            }
        }

        @Override
        public void close() {
            watch.close();
            store.close();
        }
    }
}
