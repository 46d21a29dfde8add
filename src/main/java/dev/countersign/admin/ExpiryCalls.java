package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import dev.countersign.auth.CertificatePaths;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.Page;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The call that lists the credentials that expire, and the CAs that are trusted for clients. Thread-safe. */
public record ExpiryCalls(ExpiryCalendar calendar, CertificatePaths paths, InstantSource clock) implements Calls {

    /** How far ahead is looked when the caller does not say. */
    private static final Duration AHEAD = Duration.ofDays(30);

    @Override
    public List<Route> routes() {
        Set<String> parameters = Set.of("within", "since", "after", "limit");
        return List.of(new Route("GET", "/expiring", parameters, "Credentials that expire soon", this::expiring)
                .needing(Ability.LIST));
    }

    private Answer expiring(Call call) {
        Duration within = duration(call, "within").orElse(AHEAD);
        Duration since = duration(call, "since").orElse(Duration.ZERO);
        Optional<String> after = call.query().get("after");
        int limit = PageLimit.of(call.query());
        Instant now = clock.instant();
        Instant from = now.minus(since).isBefore(Instant.EPOCH) ? Instant.EPOCH : now.minus(since);
        Instant to = now.plus(within);
        Page<EndingCredential> page = PageLimit.page(() -> calendar.ending(from, to, after, limit));
        return Answer.json(
                200,
                new Listed(
                        page.items().stream().map(Ending::of).toList(), page.next(), authorities(from, to), lists(to)));
    }

    /** Those that are overdue or that cannot be used, too, however long they are: clients get 503 because of them. */
    private List<EndingList> lists(Instant to) {
        return paths.lists().stream()
                .filter(list -> list.problem().isPresent()
                        || list.nextUpdate().filter(end -> !end.isAfter(to)).isPresent())
                .map(list -> new EndingList(list.file(), list.issuer(), list.nextUpdate(), list.problem()))
                .toList();
    }

    /** There are few of them, so that they stand on every page. */
    private List<EndingAuthority> authorities(Instant from, Instant to) {
        return paths.authorities().stream()
                .filter(authority -> !authority.notAfter().isBefore(from)
                        && !authority.notAfter().isAfter(to))
                .sorted(Comparator.comparing(CertificatePaths.Authority::notAfter))
                .map(authority -> new EndingAuthority(
                        authority.keyHash(), authority.subject(), authority.anchor(), authority.notAfter()))
                .toList();
    }

    private static Optional<Duration> duration(Call call, String name) {
        return call.query().get(name).map(text -> DurationText.parse(name, text));
    }

    /** The answer. */
    @JsonbPropertyOrder({"items", "next", "authorities", "revocationLists"})
    public record Listed(
            List<Ending> items,
            Optional<String> next,
            List<EndingAuthority> authorities,
            List<EndingList> revocationLists) {}

    /**
     * A CA that is trusted for clients, and ends.
     *
     * @param anchor whether paths end at it
     */
    @JsonbPropertyOrder({"keyHash", "subject", "anchor", "expiresAt"})
    public record EndingAuthority(String keyHash, String subject, boolean anchor, Instant expiresAt) {}

    /**
     * A certificate revocation list that is due, or cannot be used.
     *
     * @param expiresAt by when its CA issues the next one
     */
    @JsonbPropertyOrder({"file", "issuer", "expiresAt", "problem"})
    public record EndingList(
            String file, Optional<String> issuer, Optional<Instant> expiresAt, Optional<String> problem) {}

    /** A credential. */
    @JsonbPropertyOrder({"clientId", "kind", "id", "label", "expiresAt"})
    public record Ending(String clientId, String kind, String id, String label, Instant expiresAt) {

        private static Ending of(EndingCredential credential) {
            return new Ending(
                    credential.client().value(),
                    credential.kind().name().toLowerCase(Locale.ROOT),
                    credential.id(),
                    credential.label(),
                    credential.endsAt());
        }
    }
}
