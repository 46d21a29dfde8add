package dev.countersign.x509;

import dev.countersign.auth.KeySetReader;
import dev.countersign.auth.KeySetReader.KeyOfSet;
import dev.countersign.auth.KeySetReader.KeysOfSet;
import dev.countersign.auth.KeyUpload;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the keys that somebody else reads out of a key set. Thread-safe. */
final class KeySetFile implements KeyFile {

    /** In characters, as wide as the store is. */
    private static final int LONGEST_KID = 255;

    private final KeySetReader reader;

    KeySetFile(KeySetReader reader) {
        this.reader = reader;
    }

    @Override
    public FileContents read(KeyUpload upload) {
        KeysOfSet set = reader.read(upload.content().bytes());
        Set<String> kids = new HashSet<>();
        List<FoundKey> keys = new ArrayList<>();
        for (KeyOfSet key : set.keys()) {
            key.kid().ifPresent(kid -> requireUsable(kid, kids));
            keys.add(found(key).withKid(key.kid()));
        }
        return new FileContents(keys, set.warnings());
    }

    private static void requireUsable(String kid, Set<String> others) {
        if (kid.isEmpty() || kid.length() > LONGEST_KID || !kid.codePoints().allMatch(ShownText::isShown)) {
            throw Complaint.ofFile(
                    "The kid of a key has 1 to " + LONGEST_KID + " characters, all of which can be seen.");
        }
        if (!others.add(kid)) {
            throw Complaint.ofFile("Two keys of this set have one kid.");
        }
    }

    private static FoundKey found(KeyOfSet key) {
        Optional<byte[]> certificate = key.certificate().map(given -> {
            try {
                return given.getEncoded();
            } catch (CertificateEncodingException e) {
                throw Complaint.ofFile("The certificate of a key cannot be read.", e);
            }
        });
        return certificate
                .map(FoundKey::certificate)
                .orElseGet(() -> FoundKey.publicKey(key.key().getEncoded()));
    }
}
