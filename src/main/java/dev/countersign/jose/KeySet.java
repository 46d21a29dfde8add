package dev.countersign.jose;

import dev.countersign.auth.SignatureProviders;
import dev.countersign.auth.VerificationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JWK set (RFC 7517, section 5), as far as it is of use here: of keys for something else, or of a kind that nobody knows, nothing is left; keys that must not be used are told
 * apart from these. Immutable.
 *
 * @param problems what is wrong with the keys that must not be used; repeats nothing of them
 */
record KeySet(List<VerificationKey> keys, List<String> problems) {

    /** How many keys a set may have, usable or not. */
    static final int MAX_KEYS = 20;

    KeySet {
        keys = List.copyOf(keys);
        problems = List.copyOf(problems);
    }

    /** @throws MalformedException when it is no key set at all */
    static KeySet parse(String json, SignatureProviders providers) throws MalformedException {
        List<?> jwks = jwks(StrictJson.object(json));
        JwkReader reader = new JwkReader(new KeyTranslation(providers));
        List<VerificationKey> keys = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Object jwk : jwks) {
            try {
                reader.read(members(jwk)).ifPresent(keys::add);
            } catch (MalformedException e) {
                problems.add(e.rule());
            }
        }
        return new KeySet(keys, problems);
    }

    /** The keys of a set, each of which may be anything. */
    static List<?> jwks(Map<String, Object> set) throws MalformedException {
        if (!(set.get("keys") instanceof List<?> jwks)) {
            throw new MalformedException("no list of keys");
        }
        if (jwks.size() > MAX_KEYS) {
            throw new MalformedException("more than " + MAX_KEYS + " keys");
        }
        return jwks;
    }

    /** What is wrong with a set that an administrator wants to register: there is no excuse for a bad key in it. */
    static Optional<String> problemOfRegistered(String json) {
        try {
            KeySet set = parse(json, algorithm -> Optional.empty());
            if (!set.problems.isEmpty()) {
                return Optional.of(sentence(set.problems.get(0)));
            }
            if (set.keys.isEmpty()) {
                return Optional.of("No key of this set can verify a signature.");
            }
            return set.hasKidTwice() ? Optional.of("Two keys of this set have one kid.") : Optional.empty();
        } catch (MalformedException e) {
            return Optional.of(sentence(e.rule()));
        }
    }

    private boolean hasKidTwice() {
        Set<String> kids = new HashSet<>();
        return keys.stream().flatMap(key -> key.kid().stream()).anyMatch(kid -> !kids.add(kid));
    }

    private static String sentence(String problem) {
        return "This key set cannot be used: " + problem + ".";
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> members(Object jwk) throws MalformedException {
        if (!(jwk instanceof Map)) {
            throw new MalformedException("a key is no JSON object");
        }
        return (Map<String, Object>) jwk;
    }
}
