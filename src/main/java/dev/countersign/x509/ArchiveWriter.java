package dev.countersign.x509;

import dev.countersign.manage.ArchiveFormat;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** Puts a key pair into a file of one format. Thread-safe. */
@FunctionalInterface
interface ArchiveWriter {

    byte[] write(NewKeyPair pair, ArchivePasswords passwords) throws GeneralSecurityException, IOException;

    static ArchiveWriter of(ArchiveFormat format) {
        return switch (format) {
            case PKCS12 -> new Pkcs12Writer();
            case JKS -> JavaStoreWriter.jks();
            case BCFKS -> JavaStoreWriter.bcfks();
            case PEM -> new PemWriter();
            case JWK -> new JwkWriter();
        };
    }
}
