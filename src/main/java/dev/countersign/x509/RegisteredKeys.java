package dev.countersign.x509;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
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
 * The public keys that were registered for a client one by one, in certificates or bare. They are read anew with each question: it is the key cache that spares
 * the questions. Thread-safe.
 */
public final class RegisteredKeys implements KeySource {

    /** They come with the client and change with it only, so any time will do; whoever keeps them has a limit of its own. */
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

    /** One that cannot be used does not keep the others from being used: the error says which it is. */
    @Override
    public Resolved resolve(Client client, Instant newerThan) {
        List<VerificationKey> keys = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (ClientCertificate certificate : client.certificates()) {
            try {
                keys.add(key(certificate));
            } catch (UnacceptableKeyException e) {
                LOG.warn("client={} certificate={} cannot be used", client.id(), certificate.id(), e);
                errors.add("certificate " + certificate.id() + ": " + e.getMessage());
            }
        }
        Instant now = clock.instant();
        Optional<String> error = errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
        return new Resolved(keys, now, now.plus(FRESH), error);
    }

    private static VerificationKey key(ClientCertificate certificate) {
        RegisteredKey read = RegisteredKey.read(certificate.kind(), decoded(certificate.der()));
        return new VerificationKey(
                Optional.of(certificate.kid()),
                read.thumbprint(),
                read.key(),
                Optional.empty(),
                read.notBefore(),
                read.notAfter(),
                Optional.of(certificate.id()));
    }

    private static byte[] decoded(String der) {
        try {
            return Base64.getDecoder().decode(der);
        } catch (IllegalArgumentException e) {
            throw Complaint.ofFile("What is stored is no Base64.", e);
        }
    }
}
