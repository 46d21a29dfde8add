package dev.countersign.jose;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySetParser;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.auth.VerificationKey;
import dev.countersign.jws.KeyTranslation;
import dev.countersign.text.MalformedException;
import dev.countersign.text.ShownText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JWK set (RFC 7517, section 5), as far as it verifies signatures: keys for other uses or of an unsupported type, and
 * keys that must not be used, are left out. Immutable.
 *
 * @param remarks which keys are left out or used without one of their members, and why
 */
public record KeySet(List<VerificationKey> keys, List<KeyRemark> remarks) {

    /** Of a kid that is shown. */
    private static final int MAX_SHOWN_KID_CHARS = 64;

    public KeySet {
        keys = List.copyOf(keys);
        remarks = List.copyOf(remarks);
    }

    /** Reads the body of an origin's response. */
    public static KeySetParser<KeySet> parser(SignatureProviders providers) {
        return json -> parse(json, providers);
    }

    /** @throws MalformedException when it is no key set at all */
    static KeySet parse(String json, SignatureProviders providers) throws MalformedException {
        JwkReader reader = new JwkReader(new KeyTranslation(providers));
        List<VerificationKey> keys = new ArrayList<>();
        List<KeyRemark> remarks = new ArrayList<>();
        int number = 0;
        for (Object jwk : KeySetDocument.keys(json)) {
            number++;
            Optional<String> kid = shownKid(jwk);
            try {
                ReadJwk read = reader.read(members(jwk));
                read.key().ifPresent(keys::add);
                remarks.addAll(read.remarks(number, kid));
            } catch (MalformedException e) {
                remarks.add(new KeyRemark(number, kid, KeyRemark.Kind.UNUSABLE, e.rule()));
            }
        }
        return new KeySet(keys, remarks);
    }

    /**
     * Why an administrator cannot register a set. Stricter than reading a fetched one: any key that must not be used is
     * an error here, since the administrator can remove it.
     */
    static Optional<String> problemOfRegistered(String json) {
        try {
            KeySet set = parse(json, algorithm -> Optional.empty());
            List<KeyRemark> unusable = set.remarks.stream()
                    .filter(remark -> remark.kind() == KeyRemark.Kind.UNUSABLE)
                    .toList();
            if (!unusable.isEmpty()) {
                KeyRemark first = unusable.get(0);
                return Optional.of(sentence(first.name() + ": " + first.reason()));
            }
            if (set.keys.isEmpty()) {
                return Optional.of(noKey(set.remarks));
            }
            return set.hasKidTwice() ? Optional.of("Two keys of this set have one kid.") : Optional.empty();
        } catch (MalformedException e) {
            return Optional.of(sentence(e.rule()));
        }
    }

    /** What an administrator should know about a set that is registered. */
    static List<String> warningsOfRegistered(String json) {
        try {
            return parse(json, algorithm -> Optional.empty()).remarks.stream()
                    .map(KeyRemark::sentence)
                    .toList();
        } catch (MalformedException e) {
            return List.of(sentence(e.rule()));
        }
    }

    static String noKey(List<KeyRemark> remarks) {
        return ("No key of this set can verify a signature. " + KeyRemark.sentences(remarks)).strip();
    }

    private boolean hasKidTwice() {
        Set<String> kids = new HashSet<>();
        return keys.stream().flatMap(key -> key.kid().stream()).anyMatch(kid -> !kids.add(kid));
    }

    static String sentence(String problem) {
        return "This key set cannot be used: " + problem + ".";
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> members(Object jwk) throws MalformedException {
        if (!(jwk instanceof Map)) {
            throw new MalformedException("a key is no JSON object");
        }
        return (Map<String, Object>) jwk;
    }

    static Optional<String> shownKid(Object jwk) {
        return jwk instanceof Map<?, ?> members && members.get("kid") instanceof String kid
                ? Optional.of(ShownText.of(kid, MAX_SHOWN_KID_CHARS))
                : Optional.empty();
    }
}
