package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingKeyTest {

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final AtomicInteger readings = new AtomicInteger();
    private Path file = Path.of("");

    @BeforeEach
    void write() throws Exception {
        file = TestKeyStores.write(folder.resolve("keys.p12"), "PKCS12", "active=p256-1", "next=p256-2");
    }

    @Test
    void theActiveKeyIsTheOneUnderItsAlias() throws Exception {
        RotatingKey key = key();
        assertThat(key.get().kid()).isEqualTo(kid("p256-1"));
        assertThat(key.get()).isSameAs(key.get());
        assertThat(readings).hasValue(1);

        TestKeyStores.write(file, "JKS", "previous=p256-1", "active=p256-2", "next=p256-3");

        assertThat(key.get().kid()).isEqualTo(kid("p256-2"));
        assertThat(readings).hasValue(2);
    }

    @Test
    void aBrokenFileLeavesTheLastGoodKeyAndIsTriedAgainLater() throws Exception {
        RotatingKey key = key();
        for (String broken : List.of("no key store", "", "no key store either")) {
            Files.writeString(file, broken);
            assertThat(key.get().kid()).isEqualTo(kid("p256-1"));
        }
        int before = readings.get();
        for (int i = 0; i < 100; i++) {
            key.get();
        }
        assertThat(readings)
                .as("a broken file costs nothing while it is the same")
                .hasValue(before);
        // At the very end of the wait, and not before.
        now.updateAndGet(at -> at.plus(LastGood.RETRY).minusMillis(1));
        key.get();
        assertThat(readings).hasValue(before);
        now.updateAndGet(at -> at.plusMillis(1));
        key.get();
        assertThat(readings).hasValue(before + 1);

        Files.delete(file);
        assertThat(key.get().kid()).isEqualTo(kid("p256-1"));
        TestKeyStores.write(file, "PKCS12", "next=p256-2");
        assertThat(key.get().kid()).as("there is no active key").isEqualTo(kid("p256-1"));
        TestKeyStores.write(file, "PKCS12", "active=p256-2");
        assertThat(key.get().kid()).isEqualTo(kid("p256-2"));
    }

    @Test
    void theFirstFileHasToBeGood() {
        assertThatThrownBy(() -> new RotatingKey(file, this::password, "aktive"))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("aktive");
    }

    @Test
    void thePasswordThatItWasGivenIsWiped() {
        List<char[]> given = new ArrayList<>();
        new RotatingKey(
                file,
                () -> {
                    given.add(TestKeyStores.password());
                    return given.get(0);
                },
                "active");
        assertThat(given).hasSize(1);
        assertThat(given.get(0)).containsOnly('\0');
    }

    @Test
    void whileItRotatesEveryThreadSignsWithOneOfTheTwo() throws Exception {
        RotatingKey key = key();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<List<Optional<String>>>> signers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                signers.add(() -> {
                    List<Optional<String>> kids = new ArrayList<>();
                    for (int j = 0; j < 300; j++) {
                        kids.add(key.get().kid());
                    }
                    return kids;
                });
            }
            List<Future<List<Optional<String>>>> all = new ArrayList<>();
            signers.forEach(signer -> all.add(threads.submit(signer)));
            for (int i = 0; i < 20; i++) {
                TestKeyStores.write(file, "PKCS12", "active=p256-" + (i % 2 + 1));
            }
            for (Future<List<Optional<String>>> kids : all) {
                assertThat(kids.get()).isSubsetOf(List.of(kid("p256-1"), kid("p256-2")));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(key.get().kid()).isEqualTo(kid("p256-2"));
    }

    @Test
    void sec6_aPasswordIsTheFirstLineOfItsFileAndNeverPrinted() throws Exception {
        Path secret = Files.writeString(folder.resolve("password"), TestKeyStores.PASSWORD + "\r\nsecond line\n");
        assertThat(new String(Password.inFile(secret).get())).isEqualTo(TestKeyStores.PASSWORD);
        Files.writeString(secret, "pässword");
        assertThat(new String(Password.inFile(secret).get())).isEqualTo("pässword");
        assertThat(Password.inFile(secret).toString()).isEqualTo("file " + secret);
        assertThatThrownBy(() -> Password.inFile(folder).get()).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> Password.inVariable("NO_SUCH_VARIABLE").get())
                .hasMessageContaining("NO_SUCH_VARIABLE");
        assertThatThrownBy(() -> Password.inProperty("no.such").get()).hasMessageContaining("no.such");
        assertThat(Password.inProperty("java.version").get()).isNotEmpty();
    }

    private char[] password() {
        readings.incrementAndGet();
        return TestKeyStores.password();
    }

    private RotatingKey key() {
        return new RotatingKey(file, this::password, "active", now::get);
    }

    private static Optional<String> kid(String name) {
        return Optional.of(PublicJwk.of(TestKeyStores.pair(name).getPublic()).kid());
    }
}
