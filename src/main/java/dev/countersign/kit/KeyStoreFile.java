package dev.countersign.kit;

import dev.countersign.keys.Asn1Bounds;
import dev.countersign.keys.MalformedDerException;
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

/** Opens key stores of the type that their content shows, whatever the file's name. Stateless. */
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
     * Opens a key store that is in memory.
     *
     * @param name of the source, for messages
     */
    static KeyStore parse(byte[] content, String type, char @Nullable [] password, String name) {
        try {
            if (type.equals("PKCS12")) {
                Asn1Bounds.requireBer(content);
            }
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(content), password);
            return store;
        } catch (MalformedDerException e) {
            throw new UnusableKeyException(
                    Problem.UNREADABLE, name + " is no key store of the type PKCS12: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new UnusableKeyException(
                        Problem.WRONG_PASSWORD, "The password of the key store " + name + " is wrong.", e);
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
