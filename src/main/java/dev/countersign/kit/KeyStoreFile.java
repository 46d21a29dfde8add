package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import org.jspecify.annotations.Nullable;

/** Opens key stores, by what is in them and not by what they are called. Stateless. */
final class KeyStoreFile {

    private static final byte[] JKS = {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED};

    private KeyStoreFile() {}

    /** @param password null: there is none */
    static KeyStore read(Path file, char @Nullable [] password) {
        byte[] content = content(file);
        return parse(content, looksLike(content), password, file.toString());
    }

    static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnusableKeyException(Problem.UNREADABLE, "There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new UnusableKeyException(Problem.UNREADABLE, "The file " + file + " cannot be read.", e);
        }
    }

    /**
     * Opens what was read.
     *
     * @param name of the place, for messages
     */
    static KeyStore parse(byte[] content, String type, char @Nullable [] password, String name) {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(content), password);
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new UnusableKeyException(
                        Problem.WRONG_PASSWORD, "The password of the key store " + name + " is another one.", e);
            }
            throw new UnusableKeyException(Problem.UNREADABLE, name + " is no key store of the type " + type + ".", e);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    Problem.UNREADABLE, "The key store " + name + " (" + type + ") cannot be opened.", e);
        }
    }

    static String looksLike(byte[] content) {
        boolean jks = content.length > JKS.length;
        for (int i = 0; jks && i < JKS.length; i++) {
            jks = content[i] == JKS[i];
        }
        return jks ? "JKS" : "PKCS12";
    }
}
