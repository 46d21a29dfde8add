package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.manage.SecretIssuer.UnacceptableSecretException;
import dev.countersign.text.SecretText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomSecretIssuerTest {

    private static final ClientId BILLING = new ClientId("billing");

    private final RandomSecretIssuer issuer =
            new RandomSecretIssuer(KeyRing.parse("k1 " + KeyRingTest.ONE), () -> Instant.EPOCH);

    @Test
    void sec6_generatedSecretsCarry256Bits() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String secret = text(generated());
            assertThat(SecretText.isWhole(secret.getBytes(StandardCharsets.US_ASCII)))
                    .isTrue();
            made.add(secret.substring(20, 63));
        }

        // Base62 of 43 digits holds 256 bits, as SecretTextTest shows for the largest number.
        assertThat(made)
                .hasSize(1000)
                .allMatch(random -> random.compareTo("yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1") <= 0);
    }

    @Test
    void sec1_aGeneratedSecretNeedsNoEscaping() {
        assertThat(text(generated())).matches("csk_[0-9A-Za-z]{65}");
    }

    @Test
    void sec6_aGeneratedSecretNamesWhatIsStoredOfIt() {
        IssuedSecret plain = generated();
        IssuedSecret key = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_JWT, Optional.empty(), "", Optional.empty(), Optional.empty());

        assertThat(SecretText.id(plain.value().bytes()))
                .contains(plain.registered().id());
        assertThat(SecretText.id(key.value().bytes())).contains(key.registered().id());
        assertThat(text(key)).matches("csk_[0-9A-Za-z]{108}");
        assertThat(SecretText.isWhole(key.value().bytes())).isTrue();
    }

    @Test
    void aChosenSecretCannotLookLikeAGeneratedOne() {
        String chosen = "csk_" + "x".repeat(65);

        assertThatThrownBy(() -> issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        "",
                        Optional.of(chosen),
                        Optional.empty()))
                .isInstanceOf(UnacceptableSecretException.class)
                .hasMessageStartingWith("a chosen secret does not begin with csk_");
    }

    @Test
    void sec7_whatIsKeptHoldsNeitherSecretNorIdInClear() {
        IssuedSecret secret = generated();

        assertThat(secret.registered().hash().text())
                .startsWith("hmac-sha256$k1$")
                .doesNotContain(text(secret));
        assertThat(secret.toString()).doesNotContain(text(secret)).doesNotContain("hmac-sha256$");
    }

    @Test
    void aChosenSecretIsTakenAsItIs() {
        String chosen = "a secret: with % and + & = \"quotes\"!";

        assertThat(text(issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        "old",
                        Optional.of(chosen),
                        Optional.empty())))
                .isEqualTo(chosen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789012345678901234567890",
                "long enough but with an umlaut: ä",
                "with a line\nbreak in 32 characters"
            })
    void aChosenSecretThatWillNotDoIsRefusedWithoutRepeatingIt(String chosen) {
        assertThatThrownBy(() -> issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        "",
                        Optional.of(chosen),
                        Optional.empty()))
                .isInstanceOf(UnacceptableSecretException.class)
                .message()
                .startsWith("a chosen secret has ");
    }

    @Test
    void theLongestChosenSecretIsTakenAndOneMoreCharacterIsNot() {
        String longest = "x".repeat(RandomSecretIssuer.MAX_CHOSEN_CHARS);

        assertThat(text(issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        "",
                        Optional.of(longest),
                        Optional.empty())))
                .isEqualTo(longest);
        assertThatThrownBy(() -> issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        "",
                        Optional.of(longest + "x"),
                        Optional.empty()))
                .isInstanceOf(UnacceptableSecretException.class);
    }

    /** RFC 7518, section 3.2. */
    @ParameterizedTest
    @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64", "'', 64"})
    void jwt11_aChosenKeyIsAsLongAsItsAlgorithmNeeds(String algorithm, int chars) {
        Optional<String> registered = Optional.of(algorithm).filter(name -> !name.isEmpty());
        String shortest = "x".repeat(chars);

        assertThat(text(issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_JWT,
                        registered,
                        "",
                        Optional.of(shortest),
                        Optional.empty())))
                .isEqualTo(shortest);
        assertThatThrownBy(() -> issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_JWT,
                        registered,
                        "",
                        Optional.of(shortest.substring(1)),
                        Optional.empty()))
                .isInstanceOf(UnacceptableSecretException.class)
                .hasMessageStartingWith("a chosen secret has " + chars + " to 255 characters");
    }

    private IssuedSecret generated() {
        return issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.empty(), Optional.empty());
    }

    private static String text(IssuedSecret secret) {
        return new String(secret.value().bytes(), StandardCharsets.US_ASCII);
    }
}
