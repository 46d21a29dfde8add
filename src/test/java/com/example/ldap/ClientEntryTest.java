package com.example.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.Scopes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.directory.BasicAttribute;
import javax.naming.directory.BasicAttributes;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an entry, whatever is in it. */
class ClientEntryTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final String NAME = "ou=billing,dc=example";

    @Test
    void whatIsNotThereIsTheDefault() throws NamingException {
        Client client = new ClientEntry(NAME, entry()).client(BILLING);

        assertThat(client.profile().name()).isEmpty();
        assertThat(client.profile().accessType()).isEqualTo(AccessType.CONFIDENTIAL);
        assertThat(client.profile().enabled()).isTrue();
        assertThat(client.profile().administrator()).isFalse();
        assertThat(client.profile().method()).isEqualTo(AuthMethod.CLIENT_SECRET_BASIC);
        assertThat(client.profile().scopes()).isEqualTo(Scopes.NONE);
        assertThat(client.secrets()).isEmpty();
        assertThat(client.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void aSecretIsWhatHashSecretPrints() throws NamingException {
        Attributes entry = entry();
        entry.put(
                "countersignSecret", "{\"id\": \"s-1_\", \"hash\": \"a$b\", \"expires_at\": \"2026-03-02T00:00:00Z\"}");

        Client client = new ClientEntry(NAME, entry).client(BILLING);

        assertThat(client.secrets()).singleElement().satisfies(secret -> {
            assertThat(secret.id()).isEqualTo("s-1_");
            assertThat(secret.hash().text()).isEqualTo("a$b");
            assertThat(secret.expiresAt()).contains(Instant.parse("2026-03-02T00:00:00Z"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden",
                "{}",
                "{\"id\":\"s\"}",
                "{\"hash\":\"hidden\",\"id\":\"s\"}",
                "{\"id\":\"s\",\"hash\":\"hidden\"} x",
                "{\"id\":\"s\",\"hash\":\"hidden\",\"expires\":\"2026-03-02T00:00:00Z\"}",
                "{\"id\":\"s\",\"hash\":\"hidden\",\"expires_at\":\"tomorrow\"}",
                "{\"id\":\"s\",\"hash\":\"hidden\",\"expires_at\":\"2026-13-02T00:00:00Z\"}",
                "{\"id\":\"s \",\"hash\":\"hidden\"}"
            })
    void sec6_anotherSecretIsNoneAndIsNotShown(String text) throws NamingException {
        Attributes entry = entry();
        entry.put("countersignSecret", text);

        assertUnusable(entry, "").hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "countersignEnabled,true",
        "countersignAdministrator,yes",
        "countersignAccessType,CONFIDENTIAL",
        "countersignMethod,a b",
        "countersignScope,a b",
        "countersignProperty,jwks_uri",
        "countersignProperty,=x",
        "modifyTimestamp,2026-03-01T12:00:00Z",
        "createTimestamp,20261301120000Z"
    })
    void whatCannotBeUnderstoodIsNoClient(String attribute, String value) throws NamingException {
        Attributes entry = entry();
        entry.put(attribute, value);

        assertUnusable(entry, NAME);
    }

    @Test
    void oneValueIsOne() throws NamingException {
        for (String attribute : new String[] {"cn", "countersignClientId", "countersignEnabled"}) {
            Attributes entry = entry();
            entry.put(values(attribute, "TRUE", "FALSE"));

            assertUnusable(entry, attribute);
        }
        Attributes twice = entry();
        twice.put(values("countersignProperty", "a=1", "a=2"));
        assertUnusable(twice, "each name once");
    }

    @Test
    void sizesAreBounded() throws NamingException {
        Attributes many = entry();
        many.put(values(
                "countersignScope",
                IntStream.range(0, 101).mapToObj(i -> "s" + i).toArray(String[]::new)));
        assertThatThrownBy(() -> new ClientEntry(NAME, many)).hasMessageContaining("more than 100 values");

        Attributes large = entry();
        large.put("description", "\u00e9".repeat(128 * 1024));
        assertThatThrownBy(() -> new ClientEntry(NAME, large)).hasMessageContaining("larger than 262144 bytes");

        Attributes secrets = entry();
        secrets.put(values(
                "countersignSecret",
                IntStream.range(0, 21)
                        .mapToObj(i -> "{\"id\":\"s" + i + "\",\"hash\":\"h\"}")
                        .toArray(String[]::new)));
        assertUnusable(secrets, "more than 20 values");
    }

    @Test
    void aVersionTellsChangesOfOneSecondApartAndGrowsWithTime() throws NamingException {
        Attributes changed = entry();
        changed.put("description", "other");
        Attributes later = entry();
        later.put("modifyTimestamp", "20260301120001Z");

        long version = version(entry());

        assertThat(version(entry())).isEqualTo(version);
        assertThat(version(changed)).isNotEqualTo(version);
        assertThat(version(later)).isGreaterThan(Math.max(version, version(changed)));
        assertThat(version).as("exact in JSON").isLessThan(1L << 53);
    }

    @Test
    void timesMayHaveAFraction() throws NamingException {
        Attributes entry = entry();
        entry.put("createTimestamp", "20260301120000.0Z");

        assertThat(new ClientEntry(NAME, entry).client(BILLING).createdAt())
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void gen21_anEntryOfAnotherCaseIsAnother() throws NamingException {
        ClientEntry entry = new ClientEntry(NAME, entry());

        assertThat(entry.isOf(BILLING)).isTrue();
        assertThat(entry.isOf(new ClientId("Billing"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "url,ldap://localhost:389",
        "url,ldaps:localhost",
        "url,ldaps://localhost:636/dc=example",
        "base,clients",
        "user,''",
        "connections,0",
        "connections,101",
        "timeout,PT0S",
        "timeout,PT6S"
    })
    void adm8_settingsThatAreNotSafeAreRefused(String name, String value) {
        Map<String, String> given = Map.of(
                "url", "ldaps://localhost:636",
                "base", "ou=clients,dc=example",
                "user", "cn=reader,dc=example",
                "passwordFile", "password");

        assertThat(LdapSettings.of(key -> Optional.ofNullable(given.get(key))).connections())
                .isEqualTo(8);
        assertThatThrownBy(() -> LdapSettings.of(key -> Optional.ofNullable(key.equals(name) ? value : given.get(key))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name);
    }

    private static long version(Attributes entry) throws NamingException {
        return new ClientEntry(NAME, entry).client(BILLING).version();
    }

    private static AbstractThrowableAssert<?, ?> assertUnusable(Attributes entry, String why) throws NamingException {
        ClientEntry read = new ClientEntry(NAME, entry);
        return assertThatThrownBy(() -> read.client(BILLING))
                .isInstanceOf(NamingException.class)
                .hasMessageStartingWith("the entry " + NAME + " cannot be used: ")
                .hasMessageContaining(why);
    }

    private static Attributes entry() {
        Attributes entry = new BasicAttributes(true);
        entry.put("countersignClientId", "billing");
        entry.put("createTimestamp", "20260301120000Z");
        entry.put("modifyTimestamp", "20260301120000Z");
        return entry;
    }

    private static BasicAttribute values(String name, String... values) {
        BasicAttribute attribute = new BasicAttribute(name);
        for (String value : values) {
            attribute.add(value);
        }
        return attribute;
    }
}
