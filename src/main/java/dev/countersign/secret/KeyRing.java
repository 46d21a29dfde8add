package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;

/**
 * The master keys. The first one is active: it protects new hashes and ciphertexts; the others are kept to read older
 * ones. A master key is never used directly, only keys that are derived from it for one purpose each. Thread-safe.
 */
public final class KeyRing implements DerivedKeys {

    /** In bytes. */
    public static final int KEY_LENGTH = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final byte[] SALT = "countersign master key".getBytes(StandardCharsets.US_ASCII);
    private static final String CHECK_PURPOSE = "check value";

    private final String activeId;
    private final Map<String, MasterKey> keys;

    private KeyRing(Map<String, MasterKey> keys) {
        this.keys = keys;
        this.activeId = keys.keySet().iterator().next();
    }

    /**
     * Reads a key ring: a line per key, {@code <id> <Base64 of 32 random bytes>}; empty lines and lines that begin with
     * {@code #} are ignored.
     *
     * @throws IllegalArgumentException says which line is wrong and why, and repeats none of it
     */
    public static KeyRing parse(String text) {
        Map<String, MasterKey> keys = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("[ \t]+", -1);
            if (words.length != 2 || !ID.matcher(words[0]).matches()) {
                throw malformed(number, "expected an id of A-Z a-z 0-9 _ -, a space, and a key in Base64");
            }
            if (keys.put(words[0], new MasterKey(keyBytes(words[1], number))) != null) {
                throw malformed(number, "there is a key of this id already");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the key ring has no key");
        }
        return new KeyRing(keys);
    }

    @Override
    public String activeId() {
        return activeId;
    }

    /** The ids of all keys, the active one first. */
    public Set<String> ids() {
        return keys.keySet();
    }

    @Override
    public Optional<SecretKey> derive(String masterKeyId, String purpose) {
        return Optional.ofNullable(keys.get(masterKeyId)).map(key -> key.derive(purpose));
    }

    /**
     * A check value: equal for equal keys, and discloses nothing else about the key.
     *
     * @throws IllegalArgumentException when the ring has no such key
     */
    public String checkValue(String masterKeyId) {
        SecretKey check = derive(masterKeyId, CHECK_PURPOSE)
                .orElseThrow(() -> new IllegalArgumentException("no key of id " + masterKeyId));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(check.getEncoded());
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }

    private static byte[] keyBytes(String base64, int line) {
        byte[] bytes = decoded(base64, line);
        if (bytes.length != KEY_LENGTH) {
            throw malformed(line, "the key has " + bytes.length + " bytes instead of " + KEY_LENGTH);
        }
        if (IntStream.range(1, KEY_LENGTH).allMatch(i -> bytes[i] == bytes[0])) {
            throw malformed(line, "the key is one byte over and over, not a random one");
        }
        return bytes;
    }

    private static byte[] decoded(String base64, int line) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed(line, "the key is not Base64");
        }
    }

    private static IllegalArgumentException malformed(int line, String problem) {
        return new IllegalArgumentException("key ring, line " + line + ": " + problem);
    }

    private static final class MasterKey {

        private final byte[] bytes;
        private final Map<String, SecretKey> derived = new ConcurrentHashMap<>();

        MasterKey(byte[] bytes) {
            this.bytes = bytes;
        }

        SecretKey derive(String purpose) {
            return derived.computeIfAbsent(purpose, wanted -> Hkdf.derive(bytes, SALT, wanted));
        }
    }
}
