package dev.countersign.admin;

import dev.countersign.auth.Check;
import dev.countersign.auth.ExplainingAuthenticator;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.manage.SecretProof;
import dev.countersign.text.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Issues and judges secrets for a test, with a reversible "hash", so that the hash must not show anywhere either.
 * Thread-safe.
 */
final class PlainSecrets implements SecretIssuer, SecretProof, ExplainingAuthenticator<PresentedSecret> {

    /** What every generated secret begins with: planted, to be searched for. */
    static final String PLANT = "planted-secret-";

    /** The secrets that were tried, wiped meanwhile. */
    final List<PresentedSecret> tried = new CopyOnWriteArrayList<>();

    private final InstantSource clock;
    private final AtomicInteger count = new AtomicInteger();
    private volatile Runnable meanwhile = () -> {};

    PlainSecrets(InstantSource clock) {
        this.clock = clock;
    }

    /** What happens while a secret is made. */
    void meanwhile(Runnable what) {
        meanwhile = what;
    }

    @Override
    public IssuedSecret issue(
            ClientId client,
            AuthMethod method,
            Optional<String> algorithm,
            String label,
            Optional<String> chosen,
            Optional<Instant> expiresAt) {
        if (chosen.isPresent() && chosen.get().length() < 32) {
            throw new UnacceptableSecretException("A secret has at least 32 characters.");
        }
        meanwhile.run();
        int number = count.incrementAndGet();
        String value = chosen.orElse(PLANT + "x".repeat(30) + number);
        ClientSecret registered =
                new ClientSecret("secret-" + number, label, hash(value), clock.instant(), expiresAt, Optional.empty());
        return new IssuedSecret(registered, new Secret(value.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean is(ClientId client, ClientSecret registered, Secret text) {
        return registered.hash().equals(hash(new String(text.bytes(), StandardCharsets.UTF_8)));
    }

    /** A secret in the form of the server's own, whose id names it. */
    static ClientSecret registered(String text, String label, Instant createdAt, Optional<Instant> expiresAt) {
        String id = SecretText.id(text.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
        return new ClientSecret(id, label, hash(text), createdAt, expiresAt, Optional.empty());
    }

    @Override
    public Class<PresentedSecret> accepts() {
        return PresentedSecret.class;
    }

    @Override
    public Set<AuthMethod> methods() {
        return Set.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST);
    }

    @Override
    public Outcome authenticate(PresentedSecret presented, Client client) {
        String hash = hash(new String(presented.secret().bytes(), StandardCharsets.UTF_8))
                .text();
        Optional<String> found = client.secrets().stream()
                .filter(secret -> secret.liveAt(clock.instant()))
                .filter(secret -> MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.US_ASCII),
                        secret.hash().text().getBytes(StandardCharsets.US_ASCII)))
                .map(ClientSecret::id)
                .findFirst();
        return found.isPresent()
                ? new Outcome.Granted(client, presented.method(), found)
                : new Outcome.Refused(Refusal.WRONG_SECRET);
    }

    @Override
    public void refuse(PresentedSecret presented) {}

    @Override
    public List<Check> explain(PresentedSecret presented, Client client) {
        tried.add(presented);
        boolean right = authenticate(presented, client) instanceof Outcome.Granted;
        return List.of(new Check("secret", Check.Result.of(right), "", "", ""));
    }

    private static SecretHash hash(String value) {
        return new SecretHash(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }
}
