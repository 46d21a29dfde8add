package dev.countersign.x509;

import dev.countersign.manage.KeySetReader;
import dev.countersign.manage.KeySetReader.KeyOfSet;
import dev.countersign.manage.KeySetReader.KeysOfSet;
import dev.countersign.manage.KeyUpload;
import dev.countersign.text.ShownText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Imports the keys that a {@link KeySetReader} finds in a key set. Thread-safe. */
final class KeySetFile implements KeyFile {

    /** As many as the store's column takes. */
    private static final int MAX_KID_CHARS = 255;

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
            keys.add(new FoundKey(parsed(key), Optional.empty(), key.kid(), key.algorithm()));
        }
        return new FileContents(keys, set.warnings());
    }

    private static void requireUsable(String kid, Set<String> others) {
        if (kid.isEmpty() || kid.length() > MAX_KID_CHARS || !kid.codePoints().allMatch(ShownText::isShown)) {
            throw ImportProblem.ofFile(
                    "The kid of a key has 1 to " + MAX_KID_CHARS + " characters, all of which can be seen.");
        }
        if (!others.add(kid)) {
            throw ImportProblem.ofFile("Two keys of this set have one kid.");
        }
    }

    private static ParsedKey parsed(KeyOfSet key) {
        return key.certificate()
                .map(ParsedKey::certificate)
                .orElseGet(() -> ParsedKey.publicKey(key.key().getEncoded()));
    }
}
