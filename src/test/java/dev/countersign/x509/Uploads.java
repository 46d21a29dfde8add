package dev.countersign.x509;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyImporter.ImportedKeys;
import dev.countersign.manage.KeySetReader;
import dev.countersign.manage.KeyUpload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Brings files to an importer. */
final class Uploads {

    static final String PASSWORD = "changeit";
    static final int MAX_BYTES = 1 << 20;

    /** There is another room for those. */
    static final KeySetReader NO_KEY_SETS = json -> {
        throw new IllegalStateException("no key sets here");
    };

    private final StrictKeyImporter importer;

    Uploads(InstantSource clock) {
        this(NO_KEY_SETS, clock);
    }

    Uploads(KeySetReader keySets, InstantSource clock) {
        importer = new StrictKeyImporter(keySets, MAX_BYTES, Duration.ofDays(1095), clock);
    }

    Uploads(Instant now) {
        this(() -> now);
    }

    ImportedKeys bring(ImportFormat format, byte[] content) {
        return bring(format, content, Optional.empty(), Optional.empty(), false);
    }

    ImportedKeys bring(ImportFormat format, byte[] content, String password) {
        return bring(format, content, Optional.empty(), Optional.of(password), false);
    }

    ImportedKeys bring(
            ImportFormat format, byte[] content, Optional<String> alias, Optional<String> password, boolean force) {
        try (KeyUpload upload = new KeyUpload(
                format,
                new Secret(content.clone()),
                alias,
                password.map(text -> new Secret(text.getBytes(StandardCharsets.UTF_8))),
                force)) {
            return importer.read(upload);
        }
    }

    static ClientCertificate only(ImportedKeys keys) {
        if (keys.keys().size() != 1) {
            throw new AssertionError(keys.keys().size() + " keys");
        }
        return keys.keys().get(0);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
