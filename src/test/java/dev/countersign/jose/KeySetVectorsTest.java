package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySetParser;
import dev.countersign.http.Vectors;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Key sets as products write them: fetched, registered and imported. A vector has either {@code keys}, a line for each,
 * {@code <key> [<member>=<value>]...}, or a {@code document}; and either {@code used}, the kids of the keys that are
 * used, with {@code remarks}, or the {@code error}. {@code registered}: why such a set cannot be registered or
 * imported; not there: it can.
 */
class KeySetVectorsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9-]+):([a-z0-9-]+)}");
    private static final KeySetParser<KeySet> PARSER = KeySet.parser(algorithm -> Optional.empty());

    @TestFactory
    Stream<DynamicTest> vectors() throws IOException {
        return Vectors.in("key-set", KeySetVectorsTest::check);
    }

    private static void check(Vectors.Vector vector) throws Exception {
        String document =
                vector.optional("document").map(KeySetVectorsTest::filled).orElseGet(() -> keySet(vector));
        if (vector.has("error")) {
            String error = vector.text("error");
            assertThatThrownBy(() -> PARSER.parse(document)).hasMessage(error);
            assertThat(KeySet.problemOfRegistered(document)).contains("This key set cannot be used: " + error + ".");
            assertThatThrownBy(() -> imported(document)).hasMessage("This key set cannot be used: " + error + ".");
            return;
        }
        List<String> kids = vector.lines("used");
        List<String> remarks = vector.lines("remarks");
        KeySet set = PARSER.parse(document);
        assertThat(set.keys().stream().map(key -> key.kid().orElse("none"))).containsExactlyElementsOf(kids);
        assertThat(set.remarks().stream().map(KeyRemark::sentence)).containsExactlyElementsOf(remarks);
        Optional<String> refusal = vector.optional("registered");
        assertThat(KeySet.problemOfRegistered(document)).isEqualTo(refusal);
        if (refusal.isPresent()) {
            assertThatThrownBy(() -> imported(document))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .hasMessage(refusal.get());
        } else {
            assertThat(KeySet.warningsOfRegistered(document)).isEqualTo(remarks);
            assertThat(imported(document)).isEqualTo(remarks);
        }
    }

    private static List<String> imported(String document) {
        return new ImportedKeySet()
                .read(document.getBytes(StandardCharsets.UTF_8))
                .warnings();
    }

    private static String keySet(Vectors.Vector vector) {
        List<String> keys = new ArrayList<>();
        for (String line : vector.lines("keys")) {
            String[] words = line.split(" ", -1);
            Map<String, String> jwk = TestKeys.jwk(words[0]);
            Arrays.stream(words, 1, words.length).forEach(member -> {
                String[] parts = member.split("=", 2);
                jwk.put(parts[0], filled(parts[1]));
            });
            keys.add(AssertionScene.json(jwk));
        }
        return keys.stream().collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static String filled(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template.replace("{x*70}", "x".repeat(70)));
        return matcher.replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), match.group(2))));
    }

    private static String value(String form, String key) {
        if (form.equals("jwk")) {
            return AssertionScene.json(TestKeys.jwk(key));
        }
        String base64 = TestCertificates.base64(key);
        byte[] digits = HexFormat.of()
                .formatHex(Base64.getUrlDecoder().decode(TestCertificates.thumbprint(key)))
                .getBytes(StandardCharsets.US_ASCII);
        return switch (form) {
            case "thumbprint" -> TestCertificates.thumbprint(key);
            case "hexadecimal" -> TestKeys.base64Url(digits);
            case "hexadecimal-twice" ->
                TestKeys.base64Url(TestKeys.base64Url(digits).getBytes(StandardCharsets.US_ASCII));
            case "chain" -> list(base64);
            case "wrapped" -> list(wrapped(base64));
            case "pem" -> list("-----BEGIN CERTIFICATE-----\\n" + wrapped(base64) + "-----END CERTIFICATE-----\\n");
            case "end-line" -> list(base64 + "-----END CERTIFICATE-----");
            case "base64url" -> list(base64.replace('+', '-').replace('/', '_'));
            default -> throw new IllegalArgumentException(form);
        };
    }

    private static String list(String item) {
        return "[\"" + item + "\"]";
    }

    /** With line breaks as JSON has them. */
    private static String wrapped(String base64) {
        return base64.replaceAll(".{64}|.+$", "$0\\\\n");
    }
}
