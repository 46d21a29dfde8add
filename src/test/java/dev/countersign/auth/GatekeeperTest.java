package dev.countersign.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.client.AccessRules;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientStore;
import dev.countersign.client.Scopes;
import dev.countersign.client.UnavailableException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatekeeperTest {

    private static final AuthMethod BASIC = AuthMethod.CLIENT_SECRET_BASIC;
    private static final AuthMethod POST = AuthMethod.CLIENT_SECRET_POST;
    private static final AuthMethod OTHER = new AuthMethod("https://plugin.example/knock");

    private final List<ClientId> judged = new ArrayList<>();

    @Test
    void theOneStrategyJudgesAClientThatMayAuthenticate() {
        Client billing = client("billing", BASIC, true, AccessType.CONFIDENTIAL);

        assertThat(judge(billing, BASIC, Admission.ANY))
                .isEqualTo(new Outcome.Granted(billing, BASIC, Optional.empty()));
        assertThat(judged).containsExactly(billing.id());
    }

    @Test
    void gen10_everyRefusalBeforehandSpendsTheSame() {
        assertRefusedAtFullCost(judge(Optional.empty(), BASIC, Admission.ANY), Refusal.UNKNOWN_CLIENT);
        assertRefusedAtFullCost(
                judge(client("x", BASIC, false, AccessType.CONFIDENTIAL), BASIC, Admission.ANY),
                Refusal.DISABLED_CLIENT);
        assertRefusedAtFullCost(
                judge(client("x", BASIC, true, AccessType.PUBLIC), BASIC, Admission.ANY), Refusal.NOT_CONFIDENTIAL);
        assertRefusedAtFullCost(
                judge(client("x", BASIC, true, AccessType.BEARER_ONLY), BASIC, Admission.ANY),
                Refusal.NOT_CONFIDENTIAL);
        assertRefusedAtFullCost(
                judge(client("x", OTHER, true, AccessType.CONFIDENTIAL), BASIC, Admission.ANY),
                Refusal.METHOD_NOT_REGISTERED);
    }

    @Test
    void gen10_aSourceThatIsNotAllowedIsRefusedAtFullCostBeforeTheCredential() throws Exception {
        Client plain = client("billing", BASIC, true, AccessType.CONFIDENTIAL);
        Client limited = plain.with(
                plain.profile().with(new AccessRules(false, List.of("10.0.0.0/8", "::1"), Optional.empty())));
        Gatekeeper gatekeeper = gatekeeper(id -> Optional.of(limited));
        for (String inside : List.of("10.1.2.3", "::1", "::ffff:10.1.2.3")) {
            assertThat(gatekeeper.judge(presented("billing", BASIC), Admission.ANY, InetAddress.getByName(inside)))
                    .as(inside)
                    .isInstanceOf(Outcome.Granted.class);
        }
        for (String outside : List.of("11.0.0.1", "::2", "127.0.0.1")) {
            judged.clear();
            assertRefusedAtFullCost(
                    gatekeeper.judge(presented("billing", BASIC), Admission.ANY, InetAddress.getByName(outside)),
                    Refusal.SOURCE_NOT_ALLOWED);
        }
    }

    @Test
    void gen3_theOtherEnvelopePassesUnlessTheFormIsStrict() {
        Client forPost = client("billing", POST, true, AccessType.CONFIDENTIAL);
        Admission strict = new Admission(Optional.empty(), true, Scopes.NONE, false);

        assertThat(judge(forPost, BASIC, Admission.ANY)).isInstanceOf(Outcome.Granted.class);
        assertRefusedAtFullCost(judge(forPost, BASIC, strict), Refusal.METHOD_NOT_REGISTERED);
        assertThat(judge(forPost, POST, strict)).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void aGrantForAnotherClientOrMethodIsAMistake() {
        Client billing = client("billing", BASIC, true, AccessType.CONFIDENTIAL);
        Client other = client("other", BASIC, true, AccessType.CONFIDENTIAL);
        for (Outcome.Granted wrong : List.of(
                new Outcome.Granted(other, BASIC, Optional.empty()),
                new Outcome.Granted(billing, OTHER, Optional.empty()))) {
            Gatekeeper gatekeeper =
                    new Gatekeeper(id -> Optional.of(billing), List.of(new FixedAuthenticator(wrong, judged)));
            assertThatThrownBy(() -> gatekeeper.judge(
                            presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another client or method");
        }
    }

    @Test
    void gen10_aMethodThatTheEndpointDoesNotAdmitIsRefusedAtFullCost() {
        Client billing = client("billing", BASIC, true, AccessType.CONFIDENTIAL);

        assertRefusedAtFullCost(
                judge(billing, BASIC, new Admission(Optional.of(Set.of(POST)), false, Scopes.NONE, false)),
                Refusal.METHOD_NOT_ALLOWED);
    }

    @Test
    void aCredentialOfAKindThatNobodyJudgesIsRefused() {
        Gatekeeper gatekeeper = gatekeeper(id -> Optional.empty());

        assertThat(gatekeeper.judge(new Knock(new ClientId("x")), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Refused(Refusal.METHOD_NOT_ALLOWED));
    }

    @Test
    void aMethodThatTheAuthenticatorDoesNotKnowIsRefused() {
        Client billing = client("billing", OTHER, true, AccessType.CONFIDENTIAL);

        assertRefusedAtFullCost(judge(billing, OTHER, Admission.ANY), Refusal.METHOD_NOT_ALLOWED);
    }

    @Test
    void gen11_aStoreThatCannotBeAskedIsNoRefusal() {
        UnavailableException down = new UnavailableException("the store is down");
        Gatekeeper gatekeeper = gatekeeper(id -> {
            throw down;
        });

        assertThat(gatekeeper.judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Unavailable(down));
    }

    @Test
    void gen11_anAuthenticatorThatCanTellOfNoClientIsNoRefusalEither() {
        UnavailableException down = new UnavailableException("the keys are away");
        Gatekeeper gatekeeper = new Gatekeeper(
                id -> Optional.empty(), List.of(new FixedAuthenticator(new Outcome.Unavailable(down), judged)));

        assertThat(gatekeeper.judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Unavailable(down));
    }

    @Test
    void gen11_anAuthenticatorThatThrowsThatItCouldNotTellIsNoRefusalEither() {
        UnavailableException down = new UnavailableException("the keys are away");
        Client billing = client("billing", BASIC, true, AccessType.CONFIDENTIAL);
        FakeStore store = new FakeStore(billing, billing, id -> Optional.of(changed(billing)));
        Gatekeeper gatekeeper = new Gatekeeper(store, List.of(new FailingAuthenticator(down)));

        assertThat(gatekeeper.judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Unavailable(down));
    }

    @Test
    void theRulesBeforeTheAuthenticatorAreExplainedAndThoseOfTheAuthenticatorWhereTheMethodFits() {
        Check rule = new Check("rule", Check.Result.PASSED, "a", "b", "c");
        Gatekeeper gatekeeper = new Gatekeeper(id -> Optional.empty(), List.of(new ExplainingKnock(List.of(rule))));
        Client disabled = client("x", OTHER, false, AccessType.PUBLIC);
        Client basic = client("y", BASIC, true, AccessType.CONFIDENTIAL);

        assertThat(gatekeeper.explain(Optional.of(new Knock(new ClientId("x"))), disabled))
                .extracting(Check::id, Check::result)
                .containsExactly(
                        tuple("enabled", Check.Result.FAILED),
                        tuple("confidential", Check.Result.FAILED),
                        tuple("client", Check.Result.PASSED),
                        tuple("method", Check.Result.PASSED),
                        tuple("rule", Check.Result.PASSED));
        assertThat(gatekeeper.explain(Optional.of(new Knock(new ClientId("x"))), basic))
                .extracting(Check::id, Check::result)
                .containsExactly(
                        tuple("enabled", Check.Result.PASSED),
                        tuple("confidential", Check.Result.PASSED),
                        tuple("client", Check.Result.FAILED),
                        tuple("method", Check.Result.FAILED));
    }

    @Test
    void whatDoesNotExplainItselfIsUnknownAndNeverPasses() {
        Client billing = client("billing", BASIC, true, AccessType.CONFIDENTIAL);
        Gatekeeper gatekeeper = gatekeeper(id -> Optional.empty());

        assertThat(gatekeeper.explain(Optional.of(presented("billing", BASIC)), billing))
                .extracting(Check::id, Check::result)
                .endsWith(tuple("method", Check.Result.PASSED), tuple("credential", Check.Result.UNKNOWN));
        assertThat(gatekeeper.explain(Optional.of(new Knock(billing.id())), billing))
                .extracting(Check::id, Check::result)
                .endsWith(tuple("method", Check.Result.FAILED));
        assertThat(judged).isEmpty();
    }

    @Test
    void whoIsRememberedIsLetInWithoutAskingTheStore() {
        Client billing = client("billing", BASIC, true, AccessType.CONFIDENTIAL);

        assertThat(gatekeeper(new FakeStore(billing, null, null))
                        .judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void aRefusalIsNeverFromMemory() {
        Client then = client("billing", OTHER, true, AccessType.CONFIDENTIAL);
        Client since = changed(client("billing", BASIC, true, AccessType.CONFIDENTIAL));
        FakeStore store = new FakeStore(then, null, id -> Optional.of(since));

        assertThat(gatekeeper(store)
                        .judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Granted(since, BASIC, Optional.empty()));
    }

    @Test
    void gen10_whoIsRememberedAndUnchangedIsJudgedOnceLikeAnybody() {
        Client billing = client("billing", BASIC, true, AccessType.CONFIDENTIAL);
        Outcome refused = new Outcome.Refused(Refusal.WRONG_SECRET);
        for (Client since : List.of(billing, changed(billing))) {
            judged.clear();
            Gatekeeper gatekeeper = new Gatekeeper(
                    new FakeStore(billing, null, id -> Optional.of(since)),
                    List.of(new FixedAuthenticator(refused, judged)));

            assertThat(gatekeeper.judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                    .isEqualTo(refused);
            assertThat(judged).hasSize(since.version() == billing.version() ? 1 : 2);
        }
    }

    @Test
    void aClientThatIsRememberedAndGoneIsUnknown() {
        Client billing = client("billing", OTHER, true, AccessType.CONFIDENTIAL);

        assertThat(gatekeeper(new FakeStore(billing, null, id -> Optional.empty()))
                        .judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Refused(Refusal.UNKNOWN_CLIENT));
    }

    @Test
    void gen11_duringAnOutageMemoryLetsInButDoesNotRefuse() {
        UnavailableException down = new UnavailableException("the store is down");
        ClientStore unreachable = id -> {
            throw down;
        };
        Client good = client("billing", BASIC, true, AccessType.CONFIDENTIAL);
        Client bad = client("billing", BASIC, false, AccessType.CONFIDENTIAL);

        assertThat(gatekeeper(new FakeStore(null, good, unreachable))
                        .judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isInstanceOf(Outcome.Granted.class);
        assertThat(gatekeeper(new FakeStore(bad, bad, unreachable))
                        .judge(presented("billing", BASIC), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Unavailable(down));
    }

    @Test
    void twoAuthenticatorsForOneKindOrMethodAreRefusedAtStart() {
        FixedAuthenticator one = new FixedAuthenticator(null, judged);

        assertThatThrownBy(() -> new Gatekeeper(id -> Optional.empty(), List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Admission(Optional.of(Set.of()), false, Scopes.NONE, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Gatekeeper(id -> Optional.empty(), List.of(one)).methods())
                .containsExactlyInAnyOrder(BASIC, POST);
    }

    private Outcome judge(Client client, AuthMethod used, Admission admission) {
        return judge(Optional.of(client), used, admission);
    }

    private Outcome judge(Optional<Client> found, AuthMethod used, Admission admission) {
        judged.clear();
        return gatekeeper(id -> found).judge(presented("billing", used), admission, InetAddress.getLoopbackAddress());
    }

    private Gatekeeper gatekeeper(ClientStore store) {
        return new Gatekeeper(store, List.of(new FixedAuthenticator(null, judged)));
    }

    private void assertRefusedAtFullCost(Outcome outcome, Refusal reason) {
        assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
        assertThat(judged).containsExactly(FixedAuthenticator.NO_CLIENT);
    }

    private static PresentedSecret presented(String client, AuthMethod method) {
        return new PresentedSecret(new ClientId(client), method, new Secret(new byte[] {1}));
    }

    private static Client client(String id, AuthMethod method, boolean enabled, AccessType type) {
        ClientProfile profile =
                new ClientProfile("", "", type, enabled, method, Scopes.NONE, List.of(), false, Map.of());
        return new Client(new ClientId(id), profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }

    private static Client changed(Client client) {
        return new Client(
                client.id(),
                client.profile(),
                client.secrets(),
                client.version() + 1,
                client.createdAt(),
                client.updatedAt());
    }

    private record Knock(ClientId clientId) implements PluginCredential {
        @Override
        public AuthMethod method() {
            return OTHER;
        }
    }

    /** Of which no judgement comes. */
    private record FailingAuthenticator(UnavailableException failure) implements ClientAuthenticator<PresentedSecret> {

        @Override
        public Class<PresentedSecret> accepts() {
            return PresentedSecret.class;
        }

        @Override
        public Set<AuthMethod> methods() {
            return Set.of(BASIC);
        }

        @Override
        public Outcome authenticate(PresentedSecret presented, Client client) {
            throw failure;
        }

        @Override
        public void refuse(PresentedSecret presented) {
            throw failure;
        }
    }

    /** Refuses everything, and says why. */
    private record ExplainingKnock(List<Check> checks) implements ExplainingAuthenticator<Knock> {

        @Override
        public Class<Knock> accepts() {
            return Knock.class;
        }

        @Override
        public Set<AuthMethod> methods() {
            return Set.of(OTHER);
        }

        @Override
        public Outcome authenticate(Knock presented, Client client) {
            return new Outcome.Refused(Refusal.REFUSED_BY_PLUGIN);
        }

        @Override
        public void refuse(Knock presented) {}

        @Override
        public List<Check> explain(Knock presented, Client client) {
            return checks;
        }
    }

    /** The cached client, the last known one, and the store that is asked; null: none. */
    private record FakeStore(
            @Nullable Client rememberedClient,
            @Nullable Client lastKnownClient,
            @Nullable ClientStore asked) implements ClientStore {

        @Override
        public Optional<Client> find(ClientId id) {
            return Objects.requireNonNull(asked, "the store is asked").find(id);
        }

        @Override
        public Optional<Client> remembered(ClientId id) {
            return Optional.ofNullable(rememberedClient);
        }

        @Override
        public Optional<Client> lastKnown(ClientId id) {
            return Optional.ofNullable(lastKnownClient);
        }
    }
}
