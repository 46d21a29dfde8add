package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.text.SecretText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page about secret scanning: its regular expression and its test vectors. */
class ScanningPageTest {

    private final RandomSecretIssuer issuer =
            new RandomSecretIssuer(KeyRing.parse("k1 " + KeyRingTest.ONE), () -> Instant.EPOCH);
    private String page = "";
    private Pattern pattern = Pattern.compile("");

    @BeforeEach
    void read() throws Exception {
        page = Files.readString(Path.of("src/doc/secret-scanning.md"));
        Matcher block = Pattern.compile("```regex\n(.+)\n```").matcher(page);
        assertThat(block.find()).isTrue();
        pattern = Pattern.compile(block.group(1));
    }

    @Test
    void sec6_theExpressionOfThePageFindsWhatTheServerMakes() {
        for (AuthMethod method : List.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_JWT)) {
            IssuedSecret made = issuer.issue(
                    new ClientId("billing"), method, Optional.empty(), "", Optional.empty(), Optional.empty());
            String secret = new String(made.value().bytes(), StandardCharsets.US_ASCII);

            assertThat(found("https://x.example/?client_secret=" + secret + "&a=b"))
                    .containsExactly(secret);
            assertThat(found(secret.substring(1))).isEmpty();
        }
    }

    @Test
    void theVectorsOfThePageAreWhole() {
        assertThat(found(page))
                .hasSize(3)
                .allMatch(secret -> SecretText.isWhole(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    private List<String> found(String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }
}
