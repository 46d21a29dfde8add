package dev.countersign.jose;

import dev.countersign.auth.KeySetReader;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.auth.VerificationKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the key sets that administrators bring as files. A private or shared key in it is refused, as in a set that is registered as it is: it stands there in clear, and
 * there is nothing beside it that could be taken in its place. Thread-safe.
 */
public final class ImportedKeySet implements KeySetReader {

    private final JwkReader reader = new JwkReader(new KeyTranslation(algorithm -> Optional.empty()));

    @Override
    public KeysOfSet read(byte[] json) {
        try {
            return keys(KeySet.jwks(StrictJson.object(json)));
        } catch (MalformedException e) {
            throw unacceptable("This key set cannot be used: " + e.rule() + ".");
        }
    }

    private KeysOfSet keys(List<?> jwks) throws MalformedException {
        List<KeyOfSet> keys = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        int number = 0;
        for (Object each : jwks) {
            Map<String, Object> jwk = KeySet.members(each);
            number++;
            Optional<VerificationKey> read = reader.read(jwk);
            if (read.isPresent()) {
                keys.add(key(read.get(), jwk));
            } else {
                warnings.add(
                        "Key " + number
                                + " was left out: it is meant for something else than signatures, such as encryption, or of a kind that is not known here.");
            }
            if (read.flatMap(VerificationKey::algorithm).isPresent()) {
                warnings.add("The alg of key " + number
                        + " was not kept: token_endpoint_auth_signing_alg narrows what the client may sign with.");
            }
        }
        if (keys.isEmpty()) {
            throw unacceptable("No key of this set can verify a signature.");
        }
        return new KeysOfSet(keys, warnings);
    }

    private static KeyOfSet key(VerificationKey key, Map<String, Object> jwk) throws MalformedException {
        Optional<X509Certificate> certificate = JwkReader.certificate(jwk);
        return new KeyOfSet(key.kid(), key.key(), certificate);
    }

    private static UnacceptableKeyException unacceptable(String sentence) {
        return new UnacceptableKeyException("file", sentence);
    }
}
