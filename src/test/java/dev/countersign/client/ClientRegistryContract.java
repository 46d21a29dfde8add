package dev.countersign.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.RejectedChangeException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store keeps to that also lists and changes clients. */
public abstract class ClientRegistryContract extends ClientStoreContract {

    protected static final ClientId BILLING = new ClientId("billing");
    protected static final ClientProfile PLAIN = ClientProfile.confidential();
    protected static final Change CHANGE = new Change("person:alice", "client.test", "a test");
    protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final TokenRules NO_TOKENS =
            new TokenRules(List.of(), Optional.empty(), false, false, Optional.empty());

    /** Empty when a test begins. */
    protected abstract ClientRegistry registry();

    protected abstract AuditTrail trail();

    protected abstract ChangeFeed feed();

    @Override
    protected ClientStore storeOf(List<Client> clients) {
        for (Client client : clients) {
            registry().create(client.id(), client.profile(), client.secrets(), CHANGE);
            registry()
                    .update(
                            client.id(),
                            OptionalLong.empty(),
                            created -> created.withCertificates(client.certificates()),
                            CHANGE);
        }
        return registry();
    }

    @Test
    void whatWasCreatedIsFound() {
        ClientProfile profile = new ClientProfile(
                "Billing <b>\u00e9\u4e2d\ud83d\ude00</b>",
                "sends 'bills'; --",
                AccessType.CONFIDENTIAL,
                true,
                AuthMethod.CLIENT_SECRET_POST,
                Scopes.parse("z a m"),
                List.of("https://b.example", "https://a.example"),
                true,
                Map.of("jwks_uri", "https://keys.example", "tls_client_auth_subject_dn", ""));
        List<ClientSecret> secrets =
                List.of(secret("s2", Optional.of(NOON.plusNanos(123_456_789))), secret("s1", Optional.empty()));

        Client created = registry().create(BILLING, profile, secrets, CHANGE);

        assertThat(created.version()).isEqualTo(1);
        assertThat(created.profile()).isEqualTo(profile);
        assertThat(created.secrets()).extracting(ClientSecret::id).containsExactly("s2", "s1");
        assertThat(registry().find(BILLING)).contains(created);
        assertThat(created.profile().scopes().tokens()).containsExactly("z", "a", "m");
    }

    @Test
    void rulesForTokensAreKept() {
        TokenRules rules = new TokenRules(
                List.of("urn:ietf:params:oauth:grant-type:jwt-bearer", TokenRules.CLIENT_CREDENTIALS),
                Optional.of(Duration.ofSeconds(61)),
                true,
                false,
                Optional.of(NOON.plusNanos(123_456_000)));

        Client created = registry().create(BILLING, PLAIN.with(rules), List.of(), CHANGE);
        registry().create(new ClientId("none"), PLAIN.with(NO_TOKENS), List.of(), CHANGE);
        registry().create(new ClientId("default"), PLAIN, List.of(), CHANGE);

        assertThat(created.profile().tokens()).isEqualTo(rules);
        assertThat(registry().find(BILLING)).contains(created);
        assertThat(tokens("none")).isEqualTo(NO_TOKENS);
        assertThat(tokens("default"))
                .isEqualTo(new TokenRules(
                        List.of("client_credentials"), Optional.empty(), false, false, Optional.empty()));
        assertThat(registry().page("", Optional.empty(), 10).items())
                .extracting(client -> client.profile().tokens())
                .containsExactly(rules, TokenRules.DEFAULT, NO_TOKENS);
    }

    @Test
    void eachRuleForTokensCanBeChangedAlone() {
        Client before = registry().create(BILLING, PLAIN, List.of(), CHANGE);
        List<String> grant = List.of(TokenRules.CLIENT_CREDENTIALS);
        Optional<Duration> hour = Optional.of(TokenRules.MAX_LIFETIME);
        for (TokenRules rules : List.of(
                NO_TOKENS,
                new TokenRules(grant, hour, false, false, Optional.empty()),
                new TokenRules(grant, Optional.empty(), true, false, Optional.empty()),
                new TokenRules(grant, Optional.empty(), false, true, Optional.empty()),
                new TokenRules(grant, Optional.empty(), false, false, Optional.of(NOON)),
                new TokenRules(grant, Optional.empty(), false, false, Optional.of(NOON.plusSeconds(1))),
                TokenRules.DEFAULT)) {
            Client after = registry()
                    .update(
                            BILLING,
                            OptionalLong.of(before.version()),
                            client -> client.with(client.profile().with(rules)),
                            CHANGE);

            assertThat(after.profile()).isEqualTo(PLAIN.with(rules));
            assertThat(after.version()).isEqualTo(before.version() + 1);
            assertThat(registry().find(BILLING)).contains(after);
            before = after;
        }
    }

    @Test
    void eachRuleForAccessIsKeptAndCanBeChangedAlone() {
        Client before = registry().create(BILLING, PLAIN, List.of(), CHANGE);
        List<String> ranges = List.of("2001:db8::/32", "10.0.0.1", "0.0.0.0/0");
        for (AccessRules rules : List.of(
                new AccessRules(true, List.of(), Optional.empty()),
                new AccessRules(false, ranges, Optional.empty()),
                new AccessRules(false, List.of(), Optional.of("list \u00e9 'x'; --")),
                new AccessRules(true, ranges, Optional.of("m".repeat(AccessRules.MAX_MANAGED_BY_CHARS))),
                AccessRules.DEFAULT)) {
            Client after = registry()
                    .update(
                            BILLING,
                            OptionalLong.of(before.version()),
                            client -> client.with(client.profile().with(rules)),
                            CHANGE);

            assertThat(after.profile()).isEqualTo(PLAIN.with(rules));
            assertThat(registry().find(BILLING)).contains(after);
            before = after;
        }
        AccessRules rules = new AccessRules(true, ranges, Optional.of("list"));
        Client created = registry().create(new ClientId("new"), PLAIN.with(rules), List.of(), CHANGE);
        assertThat(created.profile().access()).isEqualTo(rules);
        assertThat(registry().find(new ClientId("new"))).contains(created);
    }

    @Test
    void theLongestRangesAreKept() {
        List<String> ranges = IntStream.range(0, AccessRules.MAX_SOURCES)
                .mapToObj(i -> "2001:0db8:ffff:ffff:ffff:ffff:255.255.255." + (200 + i) + "/128")
                .toList();

        registry().create(BILLING, PLAIN.with(new AccessRules(false, ranges, Optional.empty())), List.of(), CHANGE);

        assertThat(ranges).allMatch(range -> range.length() == AccessRules.MAX_SOURCE_CHARS);
        assertThat(registry().find(BILLING).orElseThrow().profile().access().allowedSources())
                .isEqualTo(ranges);
    }

    @Test
    void tok5_tokensDoNotEndLaterThanWasSaid() {
        TokenRules rules = new TokenRules(
                List.of(), Optional.of(Duration.ofMillis(61_999)), false, false, Optional.of(NOON.plusNanos(1)));

        Client created = registry().create(BILLING, PLAIN.with(rules), List.of(), CHANGE);
        Client same = registry()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.with(client.profile().with(rules)),
                        CHANGE);

        TokenRules kept = created.profile().tokens();
        assertThat(kept.lifetime()).contains(Duration.ofSeconds(61));
        assertThat(kept.notBefore().orElseThrow()).isAfterOrEqualTo(NOON.plusNanos(1));
        assertThat(registry().find(BILLING)).contains(created);
        assertThat(same).as("no change").isEqualTo(created);
    }

    @Test
    void aGrantTypeThatWouldBecomeAnotherOneIsRefused() {
        for (String type : List.of("", "a client_credentials", " client_credentials")) {
            TokenRules rules = new TokenRules(List.of(type), Optional.empty(), false, false, Optional.empty());

            assertForeign(() -> registry().create(BILLING, PLAIN.with(rules), List.of(), CHANGE));
        }
        assertThat(registry().find(BILLING)).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void tok5_aClientThatWasMadeAnewIsYoungerThanTheEarlierOne() {
        Client first = registry().create(BILLING, PLAIN, List.of(), CHANGE);
        registry().delete(BILLING, OptionalLong.empty(), CHANGE);

        Client second = registry().create(BILLING, PLAIN, List.of(), CHANGE);

        assertThat(second.createdAt()).isAfter(first.createdAt());
        assertThat(registry().find(BILLING)).contains(second);
        assertThat(registry()
                        .update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE)
                        .createdAt())
                .isEqualTo(second.createdAt());
    }

    private TokenRules tokens(String id) {
        return registry().find(new ClientId(id)).orElseThrow().profile().tokens();
    }

    @Test
    void gen21_idsThatDifferInCaseAreListedApart() {
        registry().create(new ClientId("Billing"), PLAIN, List.of(), CHANGE);
        registry().create(BILLING, PLAIN, List.of(), CHANGE);

        assertThat(ids(registry().page("", Optional.empty(), 10))).containsExactly("Billing", "billing");
    }

    @Test
    void severalAreCreatedInTheirOrderButThoseThatExist() {
        ClientId one = new ClientId("one");
        Client present = registry().create(BILLING, PLAIN, List.of(), CHANGE);

        List<Creation> ends = registry()
                .createAll(List.of(
                        new NewClient(one, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE),
                        new NewClient(BILLING, PLAIN, List.of(), CHANGE),
                        new NewClient(one, PLAIN, List.of(), CHANGE),
                        new NewClient(new ClientId("two"), PLAIN, List.of(), CHANGE)));

        assertThat(ends)
                .extracting(end ->
                        end instanceof Creation.Made made ? made.client().id().value() : end.toString())
                .containsExactly("one", "Exists[]", "Exists[]", "two");
        assertThat(registry().find(one)).map(Creation.Made::new).contains((Creation.Made) ends.get(0));
        assertThat(registry().find(BILLING)).contains(present);
        assertThat(registry().createAll(List.of())).isEmpty();
        assertThat(ids(registry().page("", Optional.empty(), 10))).containsExactly("billing", "one", "two");
    }

    @Test
    void anExistingClientIsNotCreatedAgain() {
        Client first = registry().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        assertRejected(Reason.EXISTS, () -> registry().create(BILLING, named("other"), List.of(), CHANGE));

        assertThat(registry().find(BILLING)).contains(first);
        assertThat(events()).hasSize(1);
    }

    @Test
    void ofManyWhoCreateOneClientOneSucceeds() throws Exception {
        List<Optional<Reason>> outcomes = atOnce(8, () -> registry().create(BILLING, PLAIN, List.of(), CHANGE));

        assertThat(outcomes).containsOnlyOnce(Optional.empty());
        assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(7).containsOnly(Optional.of(Reason.EXISTS));
        assertThat(events()).hasSize(1);
    }

    @Test
    void adm4_aChangeOfAnOldVersionIsRejected() {
        registry().create(BILLING, PLAIN, List.of(), CHANGE);
        registry().update(BILLING, OptionalLong.of(1), renamed("second"), CHANGE);

        assertRejected(Reason.STALE, () -> registry().update(BILLING, OptionalLong.of(1), renamed("lost"), CHANGE));
        assertRejected(Reason.STALE, () -> registry().delete(BILLING, OptionalLong.of(1), CHANGE));

        Client found = registry().find(BILLING).orElseThrow();
        assertThat(found.profile().name()).isEqualTo("second");
        assertThat(found.version()).isEqualTo(2);
        assertThat(events()).hasSize(2);
    }

    @Test
    void adm4_aClientThatWasMadeAnewIsAnotherOne() {
        Client read = registry().create(BILLING, PLAIN, List.of(), CHANGE);
        registry().delete(BILLING, OptionalLong.empty(), CHANGE);
        registry().create(BILLING, PLAIN, List.of(), CHANGE);

        OptionalLong version = OptionalLong.of(read.version());
        assertRejected(Reason.STALE, () -> registry().update(BILLING, version, renamed("mine"), CHANGE));
        assertRejected(Reason.STALE, () -> registry().delete(BILLING, version, CHANGE));
    }

    @Test
    void adm4_ofManyWhoChangeOneVersionOneSucceeds() throws Exception {
        registry().create(BILLING, PLAIN, List.of(), CHANGE);
        for (int round = 1; round <= 5; round++) {
            OptionalLong version = OptionalLong.of(round);

            List<Optional<Reason>> outcomes = atOnce(
                    16,
                    () -> registry()
                            .update(BILLING, version, renamed(UUID.randomUUID().toString()), CHANGE));

            assertThat(outcomes).containsOnlyOnce(Optional.empty());
            assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(15).containsOnly(Optional.of(Reason.STALE));
        }
        assertThat(registry().find(BILLING).orElseThrow().version()).isEqualTo(6);
    }

    @Test
    void withoutAnExpectedVersionNoChangeIsLost() throws Exception {
        registry().create(BILLING, PLAIN, List.of(), CHANGE);

        List<Optional<Reason>> outcomes = atOnce(16, () -> {
            ClientSecret more = secret(UUID.randomUUID().toString(), Optional.empty());
            return registry().update(BILLING, OptionalLong.empty(), client -> client.with(plus(client, more)), CHANGE);
        });

        assertThat(outcomes).containsOnly(Optional.empty());
        Client found = registry().find(BILLING).orElseThrow();
        assertThat(found.secrets()).hasSize(16);
        assertThat(found.version()).isEqualTo(17);
    }

    @Test
    void everythingOfAClientCanBeChanged() {
        registry()
                .create(
                        BILLING,
                        PLAIN,
                        List.of(secret("s1", Optional.empty()), secret("s2", Optional.empty())),
                        CHANGE);
        ClientProfile changed = new ClientProfile(
                "name",
                "description",
                AccessType.BEARER_ONLY,
                false,
                new AuthMethod("urn:other"),
                Scopes.parse("b a"),
                List.of("https://x.example"),
                true,
                Map.of("a", "1", "b", "2"));
        ClientSecret s2 = new ClientSecret(
                "s2", "label", new SecretHash("other"), NOON.plusSeconds(1), Optional.of(NOON), Optional.empty());

        Client updated = registry()
                .update(
                        BILLING,
                        OptionalLong.of(1),
                        client -> client.with(changed).with(List.of(s2, secret("s3", Optional.empty()))),
                        CHANGE);

        assertThat(updated.profile()).isEqualTo(changed);
        assertThat(updated.secrets()).extracting(ClientSecret::id).containsExactly("s2", "s3");
        assertThat(registry().find(BILLING)).contains(updated);

        Client back = registry()
                .update(
                        BILLING,
                        OptionalLong.of(2),
                        client -> client.with(PLAIN).with(List.of()),
                        CHANGE);
        assertThat(registry().find(BILLING)).contains(back);
        assertThat(back.profile()).isEqualTo(PLAIN);
        assertThat(back.secrets()).isEmpty();
    }

    @Test
    void anEditThatChangesNothingIsNoChange() {
        Client created = registry().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        Client same = registry().update(BILLING, OptionalLong.of(1), client -> client.with(named("")), CHANGE);

        assertThat(same).isEqualTo(created);
        assertThat(registry().find(BILLING)).contains(created);
        assertThat(events()).hasSize(1);
    }

    @Test
    void whatAnEditThrowsPassesThroughAndUndoesEverything() {
        Client created = registry().create(BILLING, PLAIN, List.of(), CHANGE);

        assertThatThrownBy(() -> registry()
                        .update(
                                BILLING,
                                OptionalLong.empty(),
                                client -> {
                                    throw new IllegalStateException("no");
                                },
                                CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");

        assertThat(registry().find(BILLING)).contains(created);
        assertThat(events()).hasSize(1);
    }

    @Test
    void whoIsNotThereCannotBeChanged() {
        assertRejected(Reason.MISSING, () -> registry().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE));
        assertRejected(Reason.MISSING, () -> registry().delete(BILLING, OptionalLong.of(1), CHANGE));
        assertThat(events()).isEmpty();
    }

    @Test
    void aDeletedClientIsGoneWithAllThatItHad() {
        registry().create(BILLING, named("Some Name"), List.of(secret("s1", Optional.empty())), CHANGE);

        registry().delete(BILLING, OptionalLong.of(1), CHANGE);

        assertThat(registry().find(BILLING)).isEmpty();
        assertThat(registry().page("some", Optional.empty(), 10).items()).isEmpty();
        assertThat(events()).hasSize(2);
        Client anew = registry().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);
        assertThat(anew.version()).isGreaterThan(1);
        assertThat(anew.secrets()).hasSize(1);
    }

    @Test
    void adm6_theLastAdministratorStays() {
        registry().create(BILLING, administrator(), List.of(), CHANGE);
        registry()
                .create(new ClientId("off"), with(PLAIN, "", true, AccessType.CONFIDENTIAL, false), List.of(), CHANGE);
        registry().create(new ClientId("public"), with(PLAIN, "", true, AccessType.PUBLIC, true), List.of(), CHANGE);
        OptionalLong any = OptionalLong.empty();

        assertRejected(Reason.LAST_ADMINISTRATOR, () -> registry().delete(BILLING, any, CHANGE));
        for (ClientProfile less : List.of(
                PLAIN,
                with(PLAIN, "", true, AccessType.CONFIDENTIAL, false),
                with(PLAIN, "", true, AccessType.PUBLIC, true))) {
            assertRejected(
                    Reason.LAST_ADMINISTRATOR,
                    () -> registry().update(BILLING, any, client -> client.with(less), CHANGE));
        }
        assertThat(registry()
                        .update(BILLING, any, client -> client.with(with(administrator(), "x", true)), CHANGE)
                        .version())
                .isEqualTo(2);

        registry().create(new ClientId("second"), administrator(), List.of(), CHANGE);
        registry().delete(BILLING, any, CHANGE);
        assertThat(registry().find(BILLING)).isEmpty();
    }

    @Test
    void adm6_twoAdministratorsWhoDeleteEachOtherAtOnceDoNotBothSucceed() throws Exception {
        List<ClientId> both = List.of(new ClientId("one"), new ClientId("two"));
        for (int round = 0; round < 5; round++) {
            for (ClientId id : both) {
                if (registry().find(id).isEmpty()) {
                    registry().create(id, administrator(), List.of(), CHANGE);
                }
            }

            List<Optional<Reason>> outcomes = atOnce(both.stream()
                    .map(id -> (Callable<Object>) () -> {
                        registry().delete(id, OptionalLong.empty(), CHANGE);
                        return id;
                    })
                    .toList());

            assertThat(outcomes).containsExactlyInAnyOrder(Optional.empty(), Optional.of(Reason.LAST_ADMINISTRATOR));
        }
    }

    @Test
    void pagesGoByIdAndEndWhereTheyEnd() {
        List<String> all = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            all.add("c" + i);
            registry().create(new ClientId("c" + i), PLAIN, List.of(), CHANGE);
        }

        assertThat(walk("", 7)).isEqualTo(all);
        assertThat(walk("", 20)).isEqualTo(all);
        Page<Client> exact = registry().page("", Optional.empty(), 20);
        assertThat(exact.next()).isEmpty();
        Page<Client> part = registry().page("", Optional.empty(), 5);
        assertThat(part.next().orElseThrow()).matches("[A-Za-z0-9_-]+");
        registry().delete(part.items().get(4).id(), OptionalLong.empty(), CHANGE);
        assertThat(ids(registry().page("", part.next(), 3))).containsExactly("c15", "c16", "c17");
    }

    @Test
    void aSearchFindsWordsByTheirBeginning() {
        registry().create(new ClientId("acme-billing.v2"), named("Rechnungen f\u00fcr \u00c4rzte"), List.of(), CHANGE);
        registry().create(new ClientId("other"), named("ACME Shop (Billing)"), List.of(), CHANGE);
        registry().create(new ClientId("***"), named("???"), List.of(), CHANGE);

        assertThat(walk("bill", 10)).containsExactlyInAnyOrder("acme-billing.v2", "other");
        assertThat(walk("BILLING V2", 10)).containsExactly("acme-billing.v2");
        assertThat(walk("billing-v", 10)).containsExactly("acme-billing.v2");
        assertThat(walk("\u00e4RZ", 10)).containsExactly("acme-billing.v2");
        assertThat(walk("acme shop b", 10)).containsExactly("other");
        assertThat(walk("illing", 10)).isEmpty();
        assertThat(walk("%", 10)).isEmpty();
        assertThat(walk("_", 10)).isEmpty();
        assertThat(walk("bill%", 10)).containsExactlyInAnyOrder("acme-billing.v2", "other");
    }

    @Test
    void aSearchFollowsTheName() {
        registry().create(BILLING, named("before"), List.of(), CHANGE);
        registry().update(BILLING, OptionalLong.empty(), renamed("after"), CHANGE);

        assertThat(walk("bef", 10)).isEmpty();
        assertThat(walk("aft", 10)).containsExactly("billing");
        assertThat(walk("bill", 10)).containsExactly("billing");
    }

    @Test
    void whoIsFoundInSeveralWaysIsListedOnce() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            all.add("same-s" + i);
            registry().create(new ClientId("same-s" + i), named("Same same " + i % 3), List.of(), CHANGE);
        }

        for (int limit : List.of(1, 2, 3, 7, 25, 100)) {
            assertThat(walk("s", limit))
                    .as("limit " + limit)
                    .doesNotHaveDuplicates()
                    .hasSameElementsAs(all);
            assertThat(walk("same", limit)).doesNotHaveDuplicates().hasSameElementsAs(all);
        }
    }

    @Test
    void longNamesAreFoundByTheirLastWord() {
        registry().create(BILLING, named("a ".repeat(123) + "omega"), List.of(), CHANGE);

        assertThat(walk("omega", 10)).containsExactly("billing");
        assertThat(walk("a ".repeat(200), 10)).containsExactly("billing");
    }

    @Test
    void aForeignCursorIsRefused() {
        for (int i = 0; i < 5; i++) {
            registry().create(new ClientId("c" + i), PLAIN, List.of(), CHANGE);
        }
        String ofList = registry().page("", Optional.empty(), 2).next().orElseThrow();
        String ofSearch = registry().page("c", Optional.empty(), 2).next().orElseThrow();
        String ofEvents =
                trail().events(Optional.empty(), Optional.empty(), 2).next().orElseThrow();

        for (String foreign : List.of(
                "",
                "x",
                "!!!!",
                "AAAA",
                ofList + "=",
                ofList + "A",
                ofSearch,
                ofEvents,
                "c1",
                "\u00e9",
                "A".repeat(9999))) {
            assertForeign(() -> registry().page("", Optional.of(foreign), 2));
        }
        for (String foreign : List.of("", "x", ofList, ofEvents, ofSearch + "A", ofSearch + "==")) {
            assertForeign(() -> registry().page("c", Optional.of(foreign), 2));
        }
        assertForeign(() -> registry().page("other", Optional.of(ofSearch), 2));
        for (String foreign : List.of("", "x", "1", ofList, ofSearch, ofEvents + "A")) {
            assertForeign(() -> trail().events(Optional.empty(), Optional.of(foreign), 2));
        }
    }

    @Test
    void aPageOfNothingIsRefused() {
        assertForeign(() -> registry().page("", Optional.empty(), 0));
        assertForeign(() -> registry().page("a", Optional.empty(), -1));
        assertForeign(() -> trail().events(Optional.empty(), Optional.empty(), 0));
    }

    @Test
    void whatCannotBeStoredIsRefusedAndChangesNothing() {
        for (String bad : List.of("nul \0", "half \ud83d", "x".repeat(ClientProfile.MAX_NAME_CHARS + 1))) {
            assertForeign(() -> registry().create(BILLING, named(bad), List.of(), CHANGE));
            assertThat(registry().find(BILLING)).isEmpty();
        }
        ClientSecret endless = secret("s1", Optional.of(Instant.MAX));
        assertForeign(() -> registry().create(BILLING, PLAIN, List.of(endless), CHANGE));
        assertThat(events()).isEmpty();
    }

    @Test
    void eventsAreReadBackwards() {
        registry().create(BILLING, PLAIN, List.of(), new Change("system", "client.create", "first"));
        registry().create(new ClientId("other"), PLAIN, List.of(), CHANGE);
        registry()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        renamed("x"),
                        new Change("client:boss", "client.update", "second"));
        registry().delete(BILLING, OptionalLong.empty(), new Change("person:a b", "client.delete", ""));

        List<AuditEvent> all = events();
        assertThat(all)
                .extracting(AuditEvent::action)
                .containsExactly("client.delete", "client.update", "client.test", "client.create");
        assertThat(all).extracting(AuditEvent::id).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(all.get(1))
                .extracting(AuditEvent::actor, AuditEvent::client, AuditEvent::detail)
                .containsExactly("client:boss", Optional.of(BILLING), "second");

        Page<AuditEvent> first = trail().events(Optional.of(BILLING), Optional.empty(), 2);
        Page<AuditEvent> second = trail().events(Optional.of(BILLING), first.next(), 2);
        assertThat(first.items()).containsExactly(all.get(0), all.get(1));
        assertThat(second.items()).containsExactly(all.get(3));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void theFeedTellsEveryChangeOnce() {
        ChangeFeed.Position start = feed().since(ChangeFeed.Position.START).position();
        assertThat(feed().since(ChangeFeed.Position.START).clients()).isEmpty();
        registry().create(BILLING, PLAIN, List.of(), CHANGE);
        registry().create(new ClientId("other"), PLAIN, List.of(), CHANGE);
        registry().delete(BILLING, OptionalLong.empty(), CHANGE);

        ChangeFeed.Changes changes = feed().since(start);

        assertThat(changes.clients()).containsExactlyInAnyOrder(BILLING, new ClientId("other"));
        assertThat(feed().since(changes.position()).clients()).isEmpty();
        registry().update(new ClientId("other"), OptionalLong.empty(), renamed("x"), CHANGE);
        assertThat(feed().since(changes.position()).clients()).containsExactly(new ClientId("other"));
    }

    @Test
    void noChangeIsMissedByWhoFollowsWhileManyChange() throws Exception {
        ChangeFeed.Position start = feed().since(ChangeFeed.Position.START).position();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                String prefix = "w" + w + "-";
                running.add(writers.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        registry().create(new ClientId(prefix + i), PLAIN, List.of(), CHANGE);
                    }
                }));
            }
            Set<ClientId> seen = new HashSet<>();
            ChangeFeed.Position position = start;
            boolean done = false;
            while (true) {
                ChangeFeed.Changes changes = feed().since(position);
                seen.addAll(changes.clients());
                position = changes.position();
                if (done && changes.clients().isEmpty()) {
                    break;
                }
                done = running.stream().allMatch(Future::isDone);
            }
            for (Future<?> writer : running) {
                writer.get();
            }
            assertThat(seen).hasSize(100);
        } finally {
            writers.shutdown();
        }
    }

    protected static ClientSecret secret(String id, Optional<Instant> expiresAt) {
        return new ClientSecret(id, "", new SecretHash("hash of " + id), NOON, expiresAt, Optional.empty());
    }

    protected static ClientProfile named(String name) {
        return with(PLAIN, name, false);
    }

    protected static ClientProfile administrator() {
        return with(PLAIN, "", true);
    }

    protected static UnaryOperator<Client> renamed(String name) {
        return client ->
                client.with(with(client.profile(), name, client.profile().administrator()));
    }

    protected List<AuditEvent> events() {
        return trail().events(Optional.empty(), Optional.empty(), 100).items();
    }

    protected static void assertRejected(Reason reason, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        RejectedChangeException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void certificatesAreKeptInTheirOrderAsTheyAre() {
        registry().create(BILLING, PLAIN, List.of(), CHANGE);
        ClientCertificate first = certificate("c1", Optional.of(NOON));
        ClientCertificate second = certificate("c2", Optional.empty());
        ClientCertificate third = certificate("a3", Optional.empty());

        registry().update(BILLING, OptionalLong.empty(), client -> client.withCertificates(List.of(first)), CHANGE);
        registry()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.withCertificates(List.of(first, second, third)),
                        CHANGE);
        Client after = registry()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.withCertificates(List.of(second, third)),
                        CHANGE);

        assertThat(after.certificates()).containsExactly(second, third);
        assertThat(registry().find(BILLING)).contains(after);
        assertThat(registry()
                        .update(
                                BILLING,
                                OptionalLong.empty(),
                                client -> client.withCertificates(List.of(second, third)),
                                CHANGE)
                        .version())
                .as("no change")
                .isEqualTo(after.version());
    }

    private static ClientCertificate certificate(String id, Optional<Instant> end) {
        return new ClientCertificate(
                id,
                "kid of " + id,
                "",
                ClientCertificate.Kind.CERTIFICATE,
                "MII" + id,
                Optional.of("PS512"),
                NOON,
                end,
                Optional.empty());
    }

    protected static List<String> ids(Page<Client> page) {
        return page.items().stream().map(client -> client.id().value()).toList();
    }

    /** All pages, one after the other. */
    protected List<String> walk(String search, int limit) {
        List<String> ids = new ArrayList<>();
        Set<String> cursors = new LinkedHashSet<>();
        Optional<String> next = Optional.empty();
        do {
            Page<Client> page = registry().page(search, next, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            ids.addAll(ids(page));
            next = page.next();
            next.ifPresent(cursor -> assertThat(cursors.add(cursor)).isTrue());
        } while (next.isPresent());
        return ids;
    }

    /** Runs it so many times at once; tells for each time why it was rejected, or nothing. */
    protected static List<Optional<Reason>> atOnce(int times, Callable<?> work) throws Exception {
        List<Callable<Object>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(work::call);
        }
        return atOnce(all);
    }

    protected static List<Optional<Reason>> atOnce(List<Callable<Object>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Callable<Optional<Reason>>> judged = new ArrayList<>();
            for (Callable<Object> one : work) {
                judged.add(() -> {
                    try {
                        one.call();
                        return Optional.empty();
                    } catch (RejectedChangeException e) {
                        return Optional.of(e.reason());
                    }
                });
            }
            List<Optional<Reason>> outcomes = new ArrayList<>();
            for (Future<Optional<Reason>> outcome : threads.invokeAll(judged)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdown();
        }
    }

    private static void assertForeign(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<ClientSecret> plus(Client client, ClientSecret more) {
        List<ClientSecret> secrets = new ArrayList<>(client.secrets());
        secrets.add(more);
        return secrets;
    }

    private static ClientProfile with(ClientProfile profile, String name, boolean administrator) {
        return new ClientProfile(
                name,
                profile.description(),
                profile.accessType(),
                profile.enabled(),
                profile.method(),
                profile.scopes(),
                profile.audience(),
                administrator,
                profile.properties());
    }

    private static ClientProfile with(
            ClientProfile profile, String name, boolean administrator, AccessType accessType, boolean enabled) {
        return new ClientProfile(
                name,
                profile.description(),
                accessType,
                enabled,
                profile.method(),
                profile.scopes(),
                profile.audience(),
                administrator,
                profile.properties());
    }
}
