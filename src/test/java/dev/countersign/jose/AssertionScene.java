package dev.countersign.jose;

import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Check;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Recency;
import dev.countersign.auth.Secret;
import dev.countersign.auth.UsedIds;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import dev.countersign.http.CredentialTrial;
import dev.countersign.http.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a vector describes. All fields but {@code checklist}, {@code comment} and {@code outcome} may be left out:
 *
 * <ul>
 *   <li>{@code alg}, {@code key}: how it is signed, {@code RS256} by {@code rsa}; {@code secret}s are {@code
 *   secret:<text>}
 *   <li>{@code header}, {@code claims}: members that differ from the usual ones, {@code name: <JSON>}, or {@code name:}
 *   for none; {@code header_json} and {@code claims_json}: the whole text
 *   <li>{@code signature}: {@code der}, {@code zero}, {@code empty}, {@code flipped}, {@code short}
 *   <li>{@code text}: the whole assertion, from the parts in braces
 *   <li>{@code key_set}: the client's keys, {@code <key> [<member>=<text>]...}; {@code certificates}: {@code <key>
 *   [from=<seconds>] [to=<seconds>]}, from now
 *   <li>{@code secrets}: the client's secrets, in clear
 *   <li>{@code properties}: {@code <name>=<value>}, of the client; {@code rules}: the same, of the server
 *   <li>{@code told}: a part of what *Why refused?* has found
 *   <li>{@code used}: ids of assertions that were used before
 * </ul>
 *
 * In all of them {@code {now+60}} is that many seconds from now, {@code {issuer}} ourselves, <code>{x*70}</code> as
 * many of this letter, and {@code {jwk:<key>}} that public key.
 */
final class AssertionScene {

    static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(now[-+.0-9]*|issuer|jwk:[^}]+|[^}]+\\*[0-9]+)}");

    private final Client client;
    private final AuthenticatorContext context;
    private final String text;

    AssertionScene(Vectors.Vector vector) {
        Map<String, String> properties = pairs(lines(vector, "properties"));
        List<String> keySet = lines(vector, "key_set");
        List<String> certificates = lines(vector, "certificates");
        List<String> secrets = lines(vector, "secrets");
        if (!secrets.isEmpty()) {
            properties.put("method", "client_secret_jwt");
        } else if (certificates.isEmpty() && !properties.containsKey("jwks")) {
            properties.put("jwks", keySet(keySet.isEmpty() ? List.of("rsa kid=k1") : keySet));
        }
        client = client(properties);
        AssertionRules rules = rules(pairs(lines(vector, "rules")));
        InstantSource clock = InstantSource.fixed(NOW);
        KeySource inline = new InlineKeySet(algorithm -> Optional.empty(), clock);
        AuthenticatorContext simple = Contexts.of(clock, NoKeys.NONE);
        context = new AuthenticatorContext(
                clock,
                NoKeys.NONE,
                asked -> readable(secrets),
                (asked, kid) -> certificates.isEmpty()
                        ? inline.resolve(asked, Recency.since(0)).keys()
                        : certified(certificates),
                rules,
                new UsedIds(lines(vector, "used")),
                simple.signatures());
        text = text(vector);
    }

    String text() {
        return text;
    }

    /** {@code broken}, {@code hopeless}, {@code granted} or the reason of the refusal. */
    String outcome() {
        Reading reading = AssertionReader.read(text);
        if (reading instanceof Reading.Found found) {
            SignedAssertion assertion = (SignedAssertion) found.credential();
            return outcome(new SignedAssertionAuthenticator(context).authenticate(assertion, client));
        }
        return reading instanceof Reading.Hopeless ? "hopeless" : "broken";
    }

    /** What administrators are told. */
    List<Check> trial() {
        Gatekeeper gatekeeper =
                new Gatekeeper(id -> Optional.of(client), List.of(new SignedAssertionAuthenticator(context)));
        Map<String, String> form = Map.of("client_assertion", text, "client_assertion_type", AssertionReader.TYPE);
        return new CredentialTrial(gatekeeper, AccessTokens.NONE, List.of(new AssertionReader()))
                .of(new SentForm(form), client);
    }

    /** A request with nothing but a form. */
    private record SentForm(Map<String, String> parameters) implements PresentedRequest {

        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
        }
    }

    private static String outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return refused.refusal().name();
        }
        return outcome instanceof Outcome.Granted ? "granted" : "unavailable";
    }

    private static String text(Vectors.Vector vector) {
        String algorithm = vector.optional("alg").orElse("RS256");
        String key = vector.optional("key").orElse("rsa");
        Map<String, String> header = new LinkedHashMap<>(Map.of("alg", '"' + algorithm + '"', "kid", "\"k1\""));
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", "\"billing\"");
        claims.put("sub", "\"billing\"");
        claims.put("aud", "\"{issuer}\"");
        claims.put("exp", "{now+60}");
        claims.put("iat", "{now}");
        claims.put("jti", "\"id-1\"");
        String headerText = TestKeys.base64Url(filled(
                vector.optional("header_json").orElseGet(() -> object(header, lines(vector, "header")))));
        String claimsText = TestKeys.base64Url(filled(
                vector.optional("claims_json").orElseGet(() -> object(claims, lines(vector, "claims")))));
        String input = headerText + "." + claimsText;
        byte[] signature = spoiled(
                signature(input, algorithm, key), vector.optional("signature").orElse(""));
        return filled(vector.optional("text").orElse("{header}.{claims}.{signature}"))
                .replace("{header}", headerText)
                .replace("{claims}", claimsText)
                .replace("{signature}", TestKeys.base64Url(signature));
    }

    private static byte[] signature(String input, String algorithm, String key) {
        if (key.startsWith("secret:")) {
            return AssertionMaker.mac(input, algorithm, filled(key.substring(7)).getBytes(StandardCharsets.UTF_8));
        }
        if (key.startsWith("public:")) {
            PublicKey secret = TestKeys.pair(key.substring(7)).getPublic();
            return AssertionMaker.mac(input, algorithm, secret.getEncoded());
        }
        if (key.equals("none")) {
            return new byte[0];
        }
        String[] by = key.split(" as ", 2);
        return AssertionMaker.sign(
                input, by.length > 1 ? by[1] : algorithm, TestKeys.pair(by[0]).getPrivate());
    }

    private static byte[] spoiled(byte[] signature, String how) {
        return switch (how) {
            case "" -> signature;
            case "der" -> der(signature);
            case "zero" -> new byte[signature.length];
            case "zero r" -> half(signature, 0);
            case "zero s" -> half(signature, signature.length / 2);
            case "empty" -> new byte[0];
            case "short" -> Arrays.copyOf(signature, signature.length - 1);
            case "long" -> Arrays.copyOf(signature, signature.length + 1);
            case "flipped" -> flipped(signature);
            default -> throw new IllegalArgumentException(how);
        };
    }

    private static byte[] half(byte[] signature, int from) {
        byte[] half = signature.clone();
        Arrays.fill(half, from, from + signature.length / 2, (byte) 0);
        return half;
    }

    private static byte[] flipped(byte[] signature) {
        byte[] flipped = signature.clone();
        flipped[flipped.length - 1] ^= 1;
        return flipped;
    }

    private static byte[] der(byte[] concatenated) {
        try {
            return org.jose4j.jws.EcdsaUsingShaAlgorithm.convertConcatenatedToDer(concatenated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String object(Map<String, String> usual, List<String> changes) {
        for (String change : changes) {
            String[] parts = change.split(":", 2);
            if (parts[1].isEmpty()) {
                usual.remove(parts[0]);
            } else {
                usual.put(parts[0], parts[1].strip());
            }
        }
        return usual.entrySet().stream()
                .map(member -> '"' + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String filled(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
    }

    private static String value(String name) {
        if (name.equals("issuer")) {
            return Contexts.RULES.issuer().toString();
        }
        if (name.startsWith("jwk:")) {
            return json(TestKeys.jwk(name.substring(4)));
        }
        int star = name.lastIndexOf('*');
        if (star > 0) {
            return name.substring(0, star).repeat(Integer.parseInt(name.substring(star + 1)));
        }
        String offset = name.substring(3);
        int dot = offset.indexOf('.');
        long seconds = offset.isEmpty() ? 0 : Long.parseLong(dot < 0 ? offset : offset.substring(0, dot));
        return NOW.getEpochSecond() + seconds + (dot < 0 ? "" : offset.substring(dot));
    }

    static String keySet(List<String> keys) {
        return keys.stream().map(AssertionScene::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static String jwk(String description) {
        String[] words = filled(description).split(" ", -1);
        Map<String, String> jwk = TestKeys.jwk(words[0]);
        Arrays.stream(words, 1, words.length).forEach(member -> {
            String[] parts = member.split("=", 2);
            jwk.put(parts[0], parts[1]);
        });
        return json(jwk);
    }

    /** A value that begins with a bracket is JSON already, and so is {@code null}. */
    static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> '"' + member.getKey() + "\":"
                        + (member.getValue().startsWith("[")
                                        || member.getValue().equals("null")
                                ? member.getValue()
                                : '"' + member.getValue() + '"'))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static List<VerificationKey> certified(List<String> certificates) {
        List<VerificationKey> keys = new ArrayList<>();
        for (String certificate : certificates) {
            String[] words = certificate.split(" ", -1);
            Map<String, String> options = new HashMap<>(Map.of("from", "-3600", "to", "3600"));
            Arrays.stream(words, 1, words.length).forEach(word -> {
                String[] parts = word.split("=", 2);
                options.put(parts[0], parts[1]);
            });
            keys.add(new VerificationKey(
                    Optional.of("certificate-" + keys.size()),
                    Optional.ofNullable(options.get("thumbprint")),
                    TestKeys.pair(words[0]).getPublic(),
                    Optional.empty(),
                    Optional.of(NOW.plusSeconds(Long.parseLong(options.get("from")))),
                    Optional.of(NOW.plusSeconds(Long.parseLong(options.get("to")))),
                    Optional.of("certificate-" + keys.size())));
        }
        return keys;
    }

    private static List<ReadableSecret> readable(List<String> secrets) {
        return secrets.stream()
                .map(secret ->
                        new ReadableSecret("s1", new Secret(filled(secret).getBytes(StandardCharsets.UTF_8))))
                .toList();
    }

    private static Client client(Map<String, String> properties) {
        String method = Optional.ofNullable(properties.remove("method")).orElse("private_key_jwt");
        ClientProfile profile = new ClientProfile(
                "",
                "",
                AccessType.CONFIDENTIAL,
                true,
                new AuthMethod(method),
                Scopes.NONE,
                List.of(),
                false,
                properties);
        return new Client(new ClientId("billing"), profile, List.of(), 1, NOW, NOW);
    }

    private static AssertionRules rules(Map<String, String> changes) {
        AssertionRules usual = Contexts.RULES;
        return new AssertionRules(
                usual.issuer(),
                AudiencePolicy.valueOf(changes.getOrDefault("audience", "ISSUER")),
                Duration.parse(changes.getOrDefault("skew", "PT10S")),
                Duration.parse(changes.getOrDefault("lifetime", "PT5M")),
                changes.containsKey("algorithms")
                        ? Set.of(changes.get("algorithms").split(",", -1))
                        : usual.algorithms(),
                Boolean.parseBoolean(changes.getOrDefault("expired_certificates", "false")));
    }

    private static Map<String, String> pairs(List<String> lines) {
        Map<String, String> pairs = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.split("=", 2);
            pairs.put(parts[0], parts[1]);
        }
        return pairs;
    }

    private static List<String> lines(Vectors.Vector vector, String name) {
        return vector.has(name) ? vector.lines(name) : List.of();
    }
}
