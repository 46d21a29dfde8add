package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.Contexts;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretAuthenticatorTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final KeyRing ring = KeyRing.parse("k1 " + KeyRingTest.ONE);
    private final RandomSecretIssuer issuer = new RandomSecretIssuer(ring, clock);
    private final SecretAuthenticator authenticator = new SecretAuthenticator(Contexts.of(clock, ring));

    @Test
    void sec3_anyLiveSecretOfSeveralPasses() {
        IssuedSecret first = issue(Optional.empty());
        IssuedSecret second = issue(Optional.empty());
        Client client = client(first.registered(), second.registered());

        assertThat(judge(text(first), client))
                .isEqualTo(new Outcome.Granted(
                        client,
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.of(first.registered().id())));
        assertThat(judge(text(second), client)).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void sec2_comparisonIsCaseSensitive() {
        IssuedSecret secret = issue(Optional.empty());
        Client client = client(secret.registered());

        assertRefused(judge(text(secret).toUpperCase(Locale.ROOT), client), Refusal.WRONG_SECRET);
        assertRefused(judge(text(secret).toLowerCase(Locale.ROOT), client), Refusal.WRONG_SECRET);
    }

    @Test
    void sec3_removedEmptyAndLackingSecretsAreRefused() {
        IssuedSecret removed = issue(Optional.empty());
        IssuedSecret other = issue(Optional.empty());

        assertRefused(judge(text(removed), client(other.registered())), Refusal.WRONG_SECRET);
        assertRefused(judge("", client(other.registered())), Refusal.WRONG_SECRET);
        assertRefused(judge(text(removed), client()), Refusal.NO_LIVE_SECRET);
        assertRefused(judge("", client()), Refusal.NO_LIVE_SECRET);
    }

    @Test
    void sec4_theSecretEndsAtItsVeryInstant() {
        IssuedSecret secret = issue(Optional.of(START.plusSeconds(60)));
        Client client = client(secret.registered());

        now = START.plusSeconds(60).minusNanos(1);
        assertThat(judge(text(secret), client)).isInstanceOf(Outcome.Granted.class);
        now = START.plusSeconds(60);
        assertRefused(judge(text(secret), client), Refusal.EXPIRED_SECRET);
        now = START.plusSeconds(61);
        assertRefused(judge(text(secret), client), Refusal.EXPIRED_SECRET);
    }

    @Test
    void sec4_anExpiredNewSecretDoesNotKillALiveOlderOne() {
        IssuedSecret older = issue(Optional.empty());
        IssuedSecret newer = issue(Optional.of(START.plusSeconds(1)));
        now = START.plusSeconds(2);

        assertThat(judge(text(older), client(older.registered(), newer.registered())))
                .isInstanceOf(Outcome.Granted.class);
        assertThat(judge(text(older), client(newer.registered(), older.registered())))
                .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void sec4_theSameSecretImportedAgainLives() {
        String chosen = "correct horse battery staple 2026";
        IssuedSecret ended = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.of(chosen), Optional.of(START));
        IssuedSecret again = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.of(chosen), Optional.empty());

        assertThat(judge(chosen, client(ended.registered(), again.registered())))
                .isInstanceOf(Outcome.Granted.class);
        assertThat(judge(chosen, client(again.registered(), ended.registered())))
                .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void sec8_aHashCopiedToAnotherClientOrSecretFitsNothing() {
        IssuedSecret secret = issue(Optional.empty());
        ClientSecret copy =
                new ClientSecret("another", "", secret.registered().hash(), START, Optional.empty(), Optional.empty());
        Client thief = new Client(
                new ClientId("thief"), ClientProfile.confidential(), List.of(secret.registered()), 1, START, START);

        assertRefused(judge(text(secret), thief), Refusal.WRONG_SECRET);
        assertRefused(judge(text(secret), client(copy)), Refusal.WRONG_SECRET);
    }

    @Test
    void aKeyThatIsRotatedOutOfTheFirstPlaceStillReads() {
        IssuedSecret secret = issue(Optional.empty());
        KeyRing rotated = KeyRing.parse("k2 " + KeyRingTest.TWO + "\nk1 " + KeyRingTest.ONE);
        SecretAuthenticator after = new SecretAuthenticator(Contexts.of(clock, rotated));

        assertThat(after.authenticate(presented(text(secret)), client(secret.registered())))
                .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void gen11_aHashThatCannotBeReadHereIsNoRefusal() {
        IssuedSecret secret = issue(Optional.empty());
        KeyRing lacking = KeyRing.parse("k2 " + KeyRingTest.TWO);
        SecretAuthenticator elsewhere = new SecretAuthenticator(Contexts.of(clock, lacking));

        assertThatThrownBy(() -> elsewhere.authenticate(presented(text(secret)), client(secret.registered())))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("k1");
    }

    @Test
    void basicAndPostAreOneSecretInTwoEnvelopes() {
        assertThat(authenticator.interchangeable(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST))
                .isTrue();
        assertThat(authenticator.interchangeable(AuthMethod.CLIENT_SECRET_BASIC, new AuthMethod("private_key_jwt")))
                .isFalse();
    }

    @Test
    void gen10_everyRefusalComparesAsOften() {
        AtomicInteger compared = new AtomicInteger();
        SecretHasher hasher = new SecretHasher(ring);
        SecretMatch counting = new SecretMatch(
                (stored, client, id, presented) -> {
                    compared.incrementAndGet();
                    return hasher.matches(stored, client, id, presented);
                },
                issuer);
        SecretAuthenticator counted = new SecretAuthenticator(counting, clock);
        IssuedSecret ended = issue(Optional.of(START));
        List<ClientSecret> all = Stream.generate(() -> issue(Optional.empty()).registered())
                .limit(Client.MAX_SECRETS)
                .toList();
        PresentedSecret wrong = presented("wrong");

        assertRefused(counted.authenticate(wrong, client()), Refusal.NO_LIVE_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(Client.MAX_SECRETS);
        assertRefused(counted.authenticate(wrong, client(all.get(0))), Refusal.WRONG_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(Client.MAX_SECRETS);
        assertRefused(counted.authenticate(wrong, client(all.toArray(ClientSecret[]::new))), Refusal.WRONG_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(Client.MAX_SECRETS);
        counted.refuse(wrong);
        assertThat(compared.getAndSet(0)).isEqualTo(Client.MAX_SECRETS);
        String old = "chosen before there was a form to be recognised by";
        IssuedSecret chosen = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.of(old), Optional.of(START));
        assertRefused(counted.authenticate(presented(old), client(chosen.registered())), Refusal.EXPIRED_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(Client.MAX_SECRETS);

        // One that names itself is compared once: granted, ended, another client's, mistyped, without a client.
        PresentedSecret named = presented(text(ended));
        assertRefused(counted.authenticate(named, client(ended.registered())), Refusal.EXPIRED_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(1);
        assertRefused(counted.authenticate(named, client(all.toArray(ClientSecret[]::new))), Refusal.WRONG_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(1);
        assertRefused(counted.authenticate(named, client()), Refusal.NO_LIVE_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(1);
        PresentedSecret mistyped =
                presented(text(ended).substring(0, 68) + (text(ended).endsWith("x") ? 'y' : 'x'));
        assertRefused(counted.authenticate(mistyped, client(ended.registered())), Refusal.NO_LIVE_SECRET);
        assertThat(compared.getAndSet(0)).isEqualTo(1);
        counted.refuse(named);
        assertThat(compared.getAndSet(0)).isEqualTo(1);
        IssuedSecret live = issue(Optional.empty());
        List<ClientSecret> full = Stream.concat(all.stream().skip(1), Stream.of(live.registered()))
                .toList();
        assertThat(counted.authenticate(presented(text(live)), client(full.toArray(ClientSecret[]::new))))
                .isInstanceOf(Outcome.Granted.class);
        assertThat(compared.getAndSet(0)).isEqualTo(1);
    }

    @Test
    void gen10_aSecretThatIsTooLongIsComparedWithNothing() {
        SecretMatch unused = new SecretMatch(
                (stored, client, id, presented) -> {
                    throw new AssertionError("compared");
                },
                issuer);
        SecretAuthenticator authenticator = new SecretAuthenticator(unused, clock);
        PresentedSecret tooLong = presented("x".repeat(RandomSecretIssuer.MAX_CHOSEN_CHARS + 1));

        assertRefused(
                authenticator.authenticate(
                        tooLong, client(issue(Optional.empty()).registered())),
                Refusal.WRONG_SECRET);
        authenticator.refuse(tooLong);
    }

    @Test
    void sec3_theLongestChosenSecretPasses() {
        String longest = "x".repeat(RandomSecretIssuer.MAX_CHOSEN_CHARS);
        IssuedSecret secret = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.of(longest), Optional.empty());

        assertThat(judge(longest, client(secret.registered()))).isInstanceOf(Outcome.Granted.class);
    }

    private Outcome judge(String secret, Client client) {
        return authenticator.authenticate(presented(secret), client);
    }

    private static PresentedSecret presented(String secret) {
        return new PresentedSecret(
                BILLING, AuthMethod.CLIENT_SECRET_BASIC, new Secret(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    private IssuedSecret issue(Optional<Instant> expiresAt) {
        return issuer.issue(BILLING, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.empty(), expiresAt);
    }

    private static String text(IssuedSecret secret) {
        return new String(secret.value().bytes(), StandardCharsets.US_ASCII);
    }

    private static Client client(ClientSecret... secrets) {
        return new Client(BILLING, ClientProfile.confidential(), List.of(secrets), 1, START, START);
    }

    private static void assertRefused(Outcome outcome, Refusal reason) {
        assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
    }
}
