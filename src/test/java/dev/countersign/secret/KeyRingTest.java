package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    static final String ONE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static final String TWO = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    @Test
    void theFirstKeyIsActive() {
        KeyRing ring = KeyRing.parse("# rotated in spring\n\nk2 " + TWO + "\r\nk1\t" + ONE + "\n");

        assertThat(ring.activeId()).isEqualTo("k2");
        assertThat(ring.ids()).containsExactly("k2", "k1");
    }

    @Test
    void sec8_eachKeyAndPurposeHasItsOwnDerivedKey() {
        KeyRing ring = KeyRing.parse("k1 " + ONE + "\nk2 " + TWO);

        byte[] derived = ring.derive("k1", "a").orElseThrow().getEncoded();
        assertThat(derived).isNotEqualTo(ring.derive("k1", "b").orElseThrow().getEncoded());
        assertThat(derived).isNotEqualTo(ring.derive("k2", "a").orElseThrow().getEncoded());
        assertThat(ring.derive("k1", "a").orElseThrow())
                .isSameAs(ring.derive("k1", "a").orElseThrow());
        assertThat(ring.derive("k3", "a")).isEmpty();
    }

    @Test
    void sec8_anotherKeyOfTheSameIdHasAnotherCheckValue() {
        assertThat(KeyRing.parse("k1 " + ONE).checkValue("k1"))
                .isEqualTo(KeyRing.parse("k2 " + TWO + "\nk1 " + ONE).checkValue("k1"))
                .isNotEqualTo(KeyRing.parse("k1 " + TWO).checkValue("k1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a remark",
                "k1",
                "k1 " + ONE + " more",
                "k 1 " + ONE,
                "k/1 " + ONE,
                "k1 not-base64!",
                "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==",
                "k1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "k1 " + ONE + "\nk1 " + TWO,
            })
    void whatIsNoKeyRingIsRefusedWithoutShowingAKey(String text) {
        assertThatThrownBy(() -> KeyRing.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(text.isEmpty() || text.startsWith("#") ? "the key ring" : "key ring, line ")
                .doesNotContain(ONE)
                .doesNotContain("not-base64");
    }

    @Test
    void keysAreNotPrinted() {
        assertThat(KeyRing.parse("k1 " + ONE)).hasToString("KeyRing[k1]");
    }
}
