package dev.countersign.x509;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.manage.UnacceptableKeyException;
import dev.countersign.text.ShownText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys that were registered for a client one by one, in certificates or bare. They are parsed at each call:
 * the key cache keeps calls rare. Thread-safe.
 */
public final class RegisteredKeys implements KeySource {

    /**
     * How long the result may be used. The keys are part of the client and change only with it, so that any duration is
     * right; caches have a limit of their own.
     */
    private static final Duration FRESH = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(RegisteredKeys.class);

    private final InstantSource clock;

    public RegisteredKeys(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean holds(Client client) {
        return !client.certificates().isEmpty();
    }

    /** An unusable key does not affect the others; the error names it. */
    @Override
    public Resolved resolve(Client client, Recency recency) {
        List<VerificationKey> keys = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (ClientCertificate certificate : client.certificates()) {
            try {
                keys.add(key(certificate));
            } catch (UnacceptableKeyException e) {
                // Its own text says it all: requests can repeat this, and a stack trace adds nothing.
                LOG.warn(
                        "client={} certificate={} cannot be used: {}",
                        ShownText.quoted(client.id().value()),
                        certificate.id(),
                        e.getMessage());
                errors.add("certificate " + certificate.id() + ": " + e.getMessage());
            }
        }
        Instant now = clock.instant();
        Optional<String> error = errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
        return new Resolved(keys, now, now.plus(FRESH), error);
    }

    private static VerificationKey key(ClientCertificate certificate) {
        ParsedKey read = ParsedKey.of(certificate.kind(), decoded(certificate.der()));
        return new VerificationKey(
                Optional.of(certificate.kid()),
                read.certificateThumbprint(),
                read.key(),
                certificate.algorithm(),
                read.notBefore(),
                read.notAfter(),
                Optional.of(certificate.id()),
                certificate.expiresAt());
    }

    private static byte[] decoded(String der) {
        try {
            return Base64.getDecoder().decode(der);
        } catch (IllegalArgumentException e) {
            throw ImportProblem.ofFile("What is stored is no Base64.", e);
        }
    }
}
