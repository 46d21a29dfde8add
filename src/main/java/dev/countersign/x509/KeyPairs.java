package dev.countersign.x509;

import dev.countersign.auth.BusyException;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.manage.KeyPairIssuer;
import dev.countersign.manage.KeyPairOrder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * Makes a key pair, a certificate that it signs itself, and the archive that holds both. What can be wiped of the
 * private key is wiped; Java's own key objects cannot, and are left to the garbage collector. Thread-safe.
 */
public final class KeyPairs implements KeyPairIssuer {

    /**
     * A long RSA key takes a core for half a second on average, and for several at times. A further order is refused
     * and not queued: waiting requests would hold the server's threads.
     */
    static final int MAX_AT_ONCE = 2;

    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final SelfSignedCertificates certificates;
    private final Registration registration;

    public KeyPairs(InstantSource clock) {
        certificates = new SelfSignedCertificates(clock);
        registration = new Registration(clock);
    }

    @Override
    public IssuedKeyPair issue(ClientId client, KeyPairOrder order) {
        checkAlias(order.alias());
        try (ArchivePasswords passwords = ArchivePasswords.of(order)) {
            if (!places.tryAcquire()) {
                throw new BusyException("Too many key pairs are being made at the moment: try again in a few seconds.");
            }
            try {
                return issued(client, order, passwords);
            } finally {
                places.release();
            }
        }
    }

    private IssuedKeyPair issued(ClientId client, KeyPairOrder order, ArchivePasswords passwords) {
        try {
            KeyPairRecipe recipe = KeyPairRecipe.of(order.type());
            KeyPair pair = recipe.make();
            byte[] der = certificates.of(pair, recipe, client, order.validity());
            // Read like an import: what is registered here is then what verification accepts.
            ParsedKey read = ParsedKey.certificate(der);
            ClientCertificate registered = registration.of(new FoundKey(read), order.alias());
            NewKeyPair made =
                    new NewKeyPair(pair.getPrivate(), read.certificate().orElseThrow(), registered);
            byte[] archive = ArchiveWriter.of(order.format()).write(made, passwords);
            return new IssuedKeyPair(registered, new Secret(archive));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot make " + order.type() + " in " + order.format(), e);
        }
    }

    private static void checkAlias(String alias) {
        if (alias.isBlank()) {
            throw ImportProblem.ofAlias("An alias must not be blank: the key is found by it.");
        }
        ImportProblem.requireAlias(alias);
    }
}
