package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.Secret;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivePasswordsTest {

    private static final Optional<Secret> NONE = Optional.empty();
    private static final Optional<Secret> GOOD = Orders.secret("a good one");

    @ParameterizedTest
    @EnumSource(
            value = ArchiveFormat.class,
            names = {"PKCS12", "PEM"})
    void oneIsEnoughWhereToolsTakeNoOther(ArchiveFormat format) {
        assertRefused(format, GOOD, Orders.secret("another one"), "key_password", "has one password: OpenSSL");
        // One and the same is none too many.
        try (ArchivePasswords passwords =
                ArchivePasswords.of(Orders.under(format, GOOD, Orders.secret("a good one")))) {
            assertThat(passwords.key()).isEqualTo(passwords.store()).isEqualTo("a good one".toCharArray());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ArchiveFormat.class,
            names = {"JKS", "BCFKS"})
    void theKeyMayHaveAnother(ArchiveFormat format) {
        try (ArchivePasswords passwords =
                ArchivePasswords.of(Orders.under(format, GOOD, Orders.secret("another one")))) {
            assertThat(passwords.store()).isEqualTo("a good one".toCharArray());
            assertThat(passwords.key()).isEqualTo("another one".toCharArray());
        }
        assertRefused(format, GOOD, Orders.secret("short"), "key_password", "8 to 128");
        assertRefused(format, GOOD, Orders.secret("caf\u00e9 caf\u00e9"), "key_password", "ASCII");
    }

    @ParameterizedTest
    @EnumSource(
            value = ArchiveFormat.class,
            names = {"PKCS12", "JKS", "BCFKS", "PEM"})
    void nothingEncryptedGoesWithoutOne(ArchiveFormat format) {
        assertRefused(format, NONE, NONE, "store_password", "needs a password");
        assertRefused(format, NONE, GOOD, "store_password", "needs a password");
    }

    @Test
    void aJwkGivesNobodyTheIdeaThatItIsProtected() {
        assertRefused(ArchiveFormat.JWK, GOOD, NONE, "store_password", "would protect nothing");
        assertRefused(ArchiveFormat.JWK, NONE, GOOD, "key_password", "would protect nothing");
        ArchivePasswords.of(Orders.under(ArchiveFormat.JWK, NONE, NONE)).close();
    }

    @Test
    void theLengthIsBounded() {
        for (int length : new int[] {0, 1, 7, 129, 100_000}) {
            assertRefused(ArchiveFormat.PKCS12, Orders.secret("x".repeat(length)), NONE, "store_password", "8 to 128");
        }
        for (int length : new int[] {8, 128}) {
            try (ArchivePasswords passwords =
                    ArchivePasswords.of(Orders.under(ArchiveFormat.PKCS12, Orders.secret("x".repeat(length)), NONE))) {
                assertThat(passwords.store()).hasSize(length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p\u00e4ssword",
                "pass\u20acword",
                "password\n",
                "pass\0word",
                "password\u007f",
                "\ud83d\udd11 password"
            })
    void charactersThatToolsDisagreeOnAreRefused(String password) {
        assertRefused(ArchiveFormat.PKCS12, Orders.secret(password), NONE, "store_password", "ASCII");
    }

    @Test
    void closingWipesThem() {
        ArchivePasswords passwords =
                ArchivePasswords.of(Orders.under(ArchiveFormat.JKS, GOOD, Orders.secret("another one")));
        passwords.close();

        assertThat(passwords.store()).containsOnly('\0');
        assertThat(passwords.key()).containsOnly('\0');
    }

    private static void assertRefused(
            ArchiveFormat format, Optional<Secret> store, Optional<Secret> key, String field, String reason) {
        assertThatThrownBy(() -> ArchivePasswords.of(Orders.under(format, store, key)))
                .isInstanceOfSatisfying(
                        UnacceptableKeyException.class,
                        refused -> assertThat(refused.field()).isEqualTo(field))
                .hasMessageContaining(reason);
    }
}
