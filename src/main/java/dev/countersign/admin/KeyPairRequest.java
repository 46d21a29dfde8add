package dev.countersign.admin;

import dev.countersign.auth.ArchiveFormat;
import dev.countersign.auth.KeyPairOrder;
import dev.countersign.auth.KeyPairType;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an administrator asks of a new key pair. Stateless. */
final class KeyPairRequest {

    /** In characters. */
    static final int MAX_PASSWORD_LENGTH = 256;

    static final Duration DEFAULT_VALIDITY = Duration.ofDays(730);
    static final Duration SHORTEST_VALIDITY = Duration.ofMinutes(1);

    private static final int MAX_WORD_LENGTH = 40;

    private KeyPairRequest() {}

    /**
     * The order, which holds passwords: whoever asks has to close it.
     *
     * @throws ProblemException when a value will not do, or a member is unknown
     */
    static KeyPairOrder read(Map<String, Object> values, ClientId client, Duration maxValidity) {
        Members members = new Members(values);
        ArchiveFormat format = format(members);
        String alias = members.text("alias", ClientCertificate.MAX_ALIAS_LENGTH)
                .filter(text -> !text.isEmpty())
                .orElse(client.value());
        KeyPairType type = type(members);
        Duration validity = validity(members, maxValidity);
        Optional<String> store = password(members, "store_password");
        Optional<String> key = password(members, "key_password");
        members.refuseOthers();
        requireFitting(format, store, key);
        Optional<String> own = format.hasKeyPassword() ? key : Optional.empty();
        return new KeyPairOrder(
                format, alias, store.map(KeyPairRequest::secret), own.map(KeyPairRequest::secret), type, validity);
    }

    private static ArchiveFormat format(Members members) {
        String name = members.text("format", MAX_WORD_LENGTH).orElse("");
        return Arrays.stream(ArchiveFormat.values())
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.inField(
                        "format", "This is one of " + oneOf(List.of(ArchiveFormat.values())) + "."));
    }

    private static KeyPairType type(Members members) {
        String algorithm = members.text("algorithm", MAX_WORD_LENGTH).orElse("RSA");
        Optional<Long> size = members.number("key_size");
        List<KeyPairType> types = Arrays.stream(KeyPairType.values())
                .filter(type -> type.algorithm().equals(algorithm))
                .toList();
        if (types.isEmpty()) {
            throw ProblemException.inField("algorithm", "This is one of RSA, EC, Ed25519.");
        }
        return types.stream()
                .filter(type -> size.isEmpty() ? isDefault(type) : size.get() == type.size())
                .findFirst()
                .orElseThrow(() -> ProblemException.inField(
                        "key_size",
                        "With " + algorithm + " this is one of "
                                + oneOf(types.stream().map(KeyPairType::size).toList()) + "."));
    }

    private static boolean isDefault(KeyPairType type) {
        return type == KeyPairType.RSA_3072 || type == KeyPairType.P_256 || type == KeyPairType.ED25519;
    }

    private static Duration validity(Members members, Duration longest) {
        Optional<Duration> asked =
                members.text("validity", MAX_WORD_LENGTH).map(text -> DurationText.parse("validity", text));
        if (asked.filter(validity -> validity.compareTo(longest) > 0).isPresent()) {
            throw ProblemException.inField("validity", "This is at most P" + longest.toDays() + "D here.");
        }
        if (asked.filter(validity -> validity.compareTo(SHORTEST_VALIDITY) < 0).isPresent()) {
            throw ProblemException.inField("validity", "This is at least " + SHORTEST_VALIDITY + ".");
        }
        return asked.orElse(DEFAULT_VALIDITY.compareTo(longest) > 0 ? longest : DEFAULT_VALIDITY);
    }

    private static Optional<String> password(Members members, String name) {
        Optional<String> password = members.text(name, MAX_PASSWORD_LENGTH);
        if (password.filter(String::isEmpty).isPresent()) {
            throw ProblemException.inField(name, "This has at least one character.");
        }
        return password;
    }

    private static void requireFitting(ArchiveFormat format, Optional<String> store, Optional<String> key) {
        if (!format.isEncrypted() && (store.isPresent() || key.isPresent())) {
            throw ProblemException.unacceptable(
                    store.isPresent() ? "store_password" : "key_password",
                    "A " + format + " is not encrypted: a password would protect nothing. Choose another format.");
        }
        if (format.isEncrypted() && store.isEmpty()) {
            throw ProblemException.inField("store_password", "This format needs it.");
        }
        if (!format.hasKeyPassword() && key.isPresent() && !key.equals(store)) {
            throw ProblemException.unacceptable(
                    "key_password",
                    "A " + format
                            + " archive has one password for everything, or OpenSSL and others could not open it: leave this one out.");
        }
    }

    private static Secret secret(String password) {
        return new Secret(password.getBytes(StandardCharsets.UTF_8));
    }

    private static String oneOf(List<?> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }
}
