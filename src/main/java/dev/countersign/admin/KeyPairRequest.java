package dev.countersign.admin;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyPairType;
import dev.countersign.manage.UnacceptableKeyException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an administrator's order of a new key pair. Stateless. */
final class KeyPairRequest {

    static final Duration DEFAULT_VALIDITY = Duration.ofDays(730);

    private static final int MAX_WORD_CHARS = 40;

    private KeyPairRequest() {}

    /**
     * The order, without what is to happen to {@linkplain OlderCredentials older keys}. It holds passwords: the caller
     * has to close it.
     *
     * @throws ProblemException when a value is invalid, or a member is unknown
     */
    static KeyPairOrder read(Map<String, Object> values, ClientId client, Duration maxValidity) {
        Map<String, Object> others = new LinkedHashMap<>(values);
        others.keySet().removeAll(OlderCredentials.MEMBERS);
        JsonMembers members = new JsonMembers(others);
        ArchiveFormat format = format(members);
        String alias = members.text("alias", ClientCertificate.MAX_ALIAS_CHARS)
                .filter(text -> !text.isEmpty())
                .map(text -> JsonMembers.requireOrdered("alias", text))
                .orElse(client.value());
        KeyPairType type = type(members);
        Duration validity = validity(members, maxValidity);
        Optional<Secret> store = password(members, "store_password");
        Optional<Secret> key = password(members, "key_password");
        members.refuseOthers();
        if (format.isEncrypted() && store.isEmpty()) {
            throw ProblemException.inField("store_password", "Required by this format.");
        }
        try {
            return new KeyPairOrder(format, alias, store, key, type, validity);
        } catch (UnacceptableKeyException e) {
            store.ifPresent(Secret::close);
            key.ifPresent(Secret::close);
            throw ProblemException.unacceptable(e);
        }
    }

    private static ArchiveFormat format(JsonMembers members) {
        String name = members.text("format", MAX_WORD_CHARS).orElse("");
        return Arrays.stream(ArchiveFormat.values())
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.inField(
                        "format", "Must be one of " + oneOf(List.of(ArchiveFormat.values())) + "."));
    }

    private static KeyPairType type(JsonMembers members) {
        String algorithm = members.text("algorithm", MAX_WORD_CHARS).orElse("RSA");
        Optional<Long> size = members.number("key_size");
        List<KeyPairType> types = Arrays.stream(KeyPairType.values())
                .filter(type -> type.algorithm().equals(algorithm))
                .toList();
        if (types.isEmpty()) {
            throw ProblemException.inField("algorithm", "Must be one of RSA, EC, Ed25519.");
        }
        return types.stream()
                .filter(type -> size.isEmpty() ? isDefault(type) : size.get() == type.size())
                .findFirst()
                .orElseThrow(() -> ProblemException.inField(
                        "key_size",
                        "With " + algorithm + " this must be one of "
                                + oneOf(types.stream().map(KeyPairType::size).toList()) + "."));
    }

    private static boolean isDefault(KeyPairType type) {
        return type == KeyPairType.RSA_3072 || type == KeyPairType.P_256 || type == KeyPairType.ED25519;
    }

    private static Duration validity(JsonMembers members, Duration longest) {
        Optional<Duration> asked =
                members.text("validity", MAX_WORD_CHARS).map(text -> DurationText.parse("validity", text));
        if (asked.filter(validity -> validity.compareTo(longest) > 0).isPresent()) {
            throw ProblemException.inField("validity", "Must be at most P" + longest.toDays() + "D here.");
        }
        if (asked.filter(validity -> validity.compareTo(KeyPairOrder.MIN_VALIDITY) < 0)
                .isPresent()) {
            throw ProblemException.inField("validity", "Must be at least " + KeyPairOrder.MIN_VALIDITY + ".");
        }
        return asked.orElse(DEFAULT_VALIDITY.compareTo(longest) > 0 ? longest : DEFAULT_VALIDITY);
    }

    private static Optional<Secret> password(JsonMembers members, String name) {
        Optional<String> password = members.text(name, KeyPairOrder.MAX_PASSWORD_CHARS);
        if (password.filter(String::isEmpty).isPresent()) {
            throw ProblemException.inField(
                    name,
                    "Enter a password of " + KeyPairOrder.MIN_PASSWORD_CHARS + " to " + KeyPairOrder.MAX_PASSWORD_CHARS
                            + " characters.");
        }
        return password.map(text -> new Secret(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String oneOf(List<?> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }
}
