package dev.countersign.jose;

import dev.countersign.auth.KeyRemark;
import dev.countersign.jws.KeyTranslation;
import dev.countersign.manage.KeySetReader;
import dev.countersign.manage.UnacceptableKeyException;
import dev.countersign.text.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the key sets that administrators import as files. A private or symmetric key in it is refused, as in a set that
 * is registered as {@code jwks}: it is there in clear, and a key set has no public counterpart beside it that could be
 * imported instead. Thread-safe.
 */
public final class ImportedKeySet implements KeySetReader {

    private final JwkReader reader = new JwkReader(new KeyTranslation(algorithm -> Optional.empty()));

    @Override
    public KeysOfSet read(byte[] json) {
        try {
            return keys(KeySetDocument.keys(json));
        } catch (MalformedException e) {
            throw unacceptable(KeySet.sentence(e.rule()));
        }
    }

    private KeysOfSet keys(List<?> jwks) {
        List<KeyOfSet> keys = new ArrayList<>();
        List<KeyRemark> remarks = new ArrayList<>();
        int number = 0;
        for (Object jwk : jwks) {
            number++;
            Optional<String> kid = KeySet.shownKid(jwk);
            try {
                ReadJwk read = reader.read(KeySet.members(jwk));
                read.key()
                        .ifPresent(key ->
                                keys.add(new KeyOfSet(key.kid(), key.key(), key.algorithm(), read.certificate())));
                remarks.addAll(read.remarks(number, kid));
            } catch (MalformedException e) {
                KeyRemark remark = new KeyRemark(number, kid, KeyRemark.Kind.UNUSABLE, e.rule());
                throw unacceptable(KeySet.sentence(remark.name() + ": " + remark.reason()));
            }
        }
        if (keys.isEmpty()) {
            throw unacceptable(KeySet.noKey(remarks));
        }
        return new KeysOfSet(keys, remarks.stream().map(KeyRemark::sentence).toList());
    }

    private static UnacceptableKeyException unacceptable(String sentence) {
        return new UnacceptableKeyException("file", sentence);
    }
}
