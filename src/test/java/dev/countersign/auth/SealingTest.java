package dev.countersign.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.UnavailableException;
import dev.countersign.secret.KeyRing;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealingTest {

    private static final String ONE = "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";
    private static final String TWO = "k2 ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=\n";

    private final Sealing sealing = new Sealing(KeyRing.parse(ONE), "one purpose");

    @Test
    void sec7_whatWasSealedIsOpenedAtItsPlace() {
        String sealed = sealing.seal(bytes("content"), bytes("place"));

        assertThat(sealed).startsWith(Sealing.prefix("k1")).doesNotContain("content");
        assertThat(sealing.open(sealed, bytes("place"))).isEqualTo(bytes("content"));
        assertThat(sealing.open(sealing.seal(new byte[0], new byte[0]), new byte[0]))
                .isEmpty();
    }

    @Test
    void sec8_anywhereElseItIsNot() {
        String sealed = sealing.seal(bytes("content"), bytes("place"));

        assertUnreadable(sealing, sealed, "another place");
        assertUnreadable(sealing, sealed, "");
        assertUnreadable(new Sealing(KeyRing.parse(ONE), "another purpose"), sealed, "place");
        assertUnreadable(new Sealing(KeyRing.parse(TWO), "one purpose"), sealed, "place");
    }

    @Test
    void sec8_aNewMasterKeySealsAndTheOldOneStillOpens() {
        String old = sealing.seal(bytes("content"), bytes("place"));
        Sealing both = new Sealing(KeyRing.parse(TWO + ONE), "one purpose");

        assertThat(both.seal(bytes("content"), bytes("place"))).startsWith(Sealing.prefix("k2"));
        assertThat(both.open(old, bytes("place"))).isEqualTo(bytes("content"));
        assertUnreadable(both, old.replace("$k1$", "$k2$"), "place");
    }

    @Test
    void sec8_whatWasChangedIsRefused() {
        String sealed = sealing.seal(bytes("content"), bytes("place"));
        char last = sealed.charAt(sealed.length() - 3);
        for (String changed : List.of(
                sealed.substring(0, sealed.length() - 3)
                        + (last == 'A' ? 'B' : 'A')
                        + sealed.substring(sealed.length() - 2),
                sealed.substring(0, sealed.length() - 8),
                Sealing.prefix("k1"),
                Sealing.prefix("k1") + "AAAA",
                Sealing.prefix("k1") + "!!!!",
                sealed.replace("aes-256-gcm", "aes-256-cbc"),
                "aes-256-gcm",
                "$$",
                "")) {
            assertUnreadable(sealing, changed, "place");
        }
    }

    @Test
    void sec8_noNonceIsUsedTwice() {
        Set<String> nonces = new HashSet<>();
        int prefix = Sealing.prefix("k1").length();
        for (int i = 0; i < 1000; i++) {
            nonces.add(sealing.seal(bytes("content"), bytes("place")).substring(prefix, prefix + 16));
        }
        assertThat(nonces).hasSize(1000);
    }

    private static void assertUnreadable(Sealing sealing, String sealed, String place) {
        assertThatThrownBy(() -> sealing.open(sealed, bytes(place)))
                .as(sealed)
                .isInstanceOf(UnavailableException.class)
                .hasMessageNotContaining("content");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
