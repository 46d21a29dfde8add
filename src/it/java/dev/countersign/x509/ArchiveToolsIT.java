package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.KeyPairIssuer.IssuedKeyPair;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyPairType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Opens the archives with the programs that a client's developer has, and signs with what is in them. */
@Timeout(120)
@Tag("full")
@Tag("long")
class ArchiveToolsIT {

    private static final String STORE = "for the store: \"$%\\'~";
    private static final String KEY = "for the key alone";

    private final KeyPairs pairs = new KeyPairs(InstantSource.system());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void opensslOpensPkcs12WithoutItsLegacySwitch(KeyPairType type) throws Exception {
        IssuedKeyPair issued = issue(ArchiveFormat.PKCS12, type);
        Path archive = file(issued);
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");

        assertThat(openssl("pkcs12", "-info", "-noout", "-in", archive, "-passin", "pass:" + STORE)
                        .good())
                .contains("MAC: sha256, Iteration " + Pbes2.ITERATIONS)
                .contains("Certificate bag")
                .contains("Shrouded Keybag")
                .containsSubsequence(modern(), modern());
        assertThat(openssl("pkcs12", "-nokeys", "-in", archive, "-passin", "pass:" + STORE, "-out", certificate)
                        .good())
                .isEmpty();
        openssl("pkcs12", "-nocerts", "-noenc", "-in", archive, "-passin", "pass:" + STORE, "-out", key)
                .good();

        assertThat(Files.readString(certificate)).contains("friendlyName: Billing", "localKeyID");
        assertSigns(type, key, "", certificate);
        assertThat(openssl("pkcs12", "-info", "-noout", "-in", archive, "-passin", "pass:wrong")
                        .bad())
                .contains("invalid password");
    }

    @ParameterizedTest
    @EnumSource
    void opensslSignsWithPem(KeyPairType type) throws Exception {
        Path archive = file(issue(ArchiveFormat.PEM, type));

        openssl("pkey", "-in", archive, "-noout", "-check", "-passin", "pass:" + STORE)
                .good();
        openssl("pkey", "-in", archive, "-noout", "-passin", "pass:wrong").bad();
        assertThat(openssl("asn1parse", "-in", archive).good())
                .contains(":PBES2", ":PBKDF2", ":hmacWithSHA256", ":aes-256-cbc");
        assertSigns(type, archive, STORE, archive);
    }

    @ParameterizedTest
    @EnumSource
    void opensslFindsInTheCertificateWhatWeSay(KeyPairType type) throws Exception {
        Path archive = file(issue(ArchiveFormat.PEM, type));

        assertThat(openssl("x509", "-in", archive, "-noout", "-text", "-nameopt", "RFC2253")
                        .good())
                .contains("Version: 3 (0x2)")
                .contains("Issuer: CN=billing", "Subject: CN=billing")
                .contains("Signature Algorithm: " + signature(type))
                .contains(type == KeyPairType.ED25519 ? "ED25519 Public-Key:" : "(" + type.size() + " bit)")
                .containsPattern("Basic Constraints: critical\\s+CA:FALSE")
                .containsPattern("Key Usage: critical\\s+Digital Signature\n")
                .containsPattern("Extended Key Usage: ?\\s+TLS Web Client Authentication\n")
                .contains("Subject Key Identifier:");
        assertThat(openssl(
                                "verify",
                                "-x509_strict",
                                "-check_ss_sig",
                                "-partial_chain",
                                "-purpose",
                                "sslclient",
                                "-trusted",
                                archive,
                                archive)
                        .good())
                .contains(": OK");
        openssl("verify", "-partial_chain", "-purpose", "sslserver", "-trusted", archive, archive)
                .bad();
    }

    static Stream<Arguments> keyStores() {
        return Stream.of(
                Arguments.of(ArchiveFormat.PKCS12, KeyPairType.RSA_4096),
                Arguments.of(ArchiveFormat.PKCS12, KeyPairType.P_521),
                Arguments.of(ArchiveFormat.PKCS12, KeyPairType.ED25519),
                Arguments.of(ArchiveFormat.JKS, KeyPairType.RSA_3072),
                Arguments.of(ArchiveFormat.JKS, KeyPairType.P_384),
                Arguments.of(ArchiveFormat.JKS, KeyPairType.ED25519),
                Arguments.of(ArchiveFormat.BCFKS, KeyPairType.RSA_2048),
                Arguments.of(ArchiveFormat.BCFKS, KeyPairType.P_256),
                Arguments.of(ArchiveFormat.BCFKS, KeyPairType.ED25519));
    }

    @ParameterizedTest
    @MethodSource("keyStores")
    void keytoolSignsWithAKeyStore(ArchiveFormat format, KeyPairType type) throws Exception {
        assertSigns(Tool.keytool(), format, type);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("keyStores")
    void soDoesThatOfEachOtherJava(ArchiveFormat format, KeyPairType type) throws Exception {
        Set<Tool> others = Tool.otherKeytools();
        assumeFalse(others.isEmpty(), "there is one Java only on this machine");
        for (Tool keytool : others) {
            assertSigns(keytool, format, type);
        }
    }

    private void assertSigns(Tool keytool, ArchiveFormat format, KeyPairType type) throws Exception {
        IssuedKeyPair issued = issue(format, type);
        Path archive = file(issued);
        Path request = folder.resolve("request.pem");
        String keyPassword = format.hasKeyPassword() ? KEY : STORE;

        assertThat(keytool.run(command("-list", format, archive, STORE, "-v", "-alias", "Billing"))
                        .good())
                .contains("PrivateKeyEntry", "Owner: CN=billing", "Issuer: CN=billing")
                .contains("Certificate chain length: 1")
                .containsIgnoringCase(sha256(issued));
        assertThat(keytool.run(command("-list", format, archive, "wrong password"))
                        .bad())
                .doesNotContain("PrivateKeyEntry");
        keytool.run(command(
                        "-certreq",
                        format,
                        archive,
                        STORE,
                        "-alias",
                        "Billing",
                        "-keypass",
                        keyPassword,
                        "-file",
                        request))
                .good();
        assertThat(openssl("req", "-in", request, "-verify", "-noout", "-subject")
                        .good())
                .contains("OK", "CN = billing");
        if (format.hasKeyPassword()) {
            keytool.run(command("-certreq", format, archive, STORE, "-alias", "Billing", "-keypass", STORE))
                    .bad();
        }
    }

    private IssuedKeyPair issue(ArchiveFormat format, KeyPairType type) {
        return pairs.issue(
                new ClientId("billing"),
                new KeyPairOrder(
                        format,
                        "Billing",
                        secret(STORE),
                        format.hasKeyPassword() ? secret(KEY) : Optional.empty(),
                        type,
                        Duration.ofDays(730)));
    }

    private Path file(IssuedKeyPair issued) throws IOException {
        return Files.write(folder.resolve("archive"), issued.archive().bytes());
    }

    /** The private key's signature is verified by the certificate. */
    private void assertSigns(KeyPairType type, Path key, String password, Path certificate) throws Exception {
        Path message = Files.writeString(folder.resolve("message"), "a message");
        Path signature = folder.resolve("signature");
        List<Object> signing = new ArrayList<>(List.of("-rawin", "-in", message));
        if (type != KeyPairType.ED25519) {
            signing.addAll(List.of("-digest", "sha256"));
        }
        openssl("pkeyutl", "-sign", "-inkey", key, "-passin", "pass:" + password, "-out", signature, signing.toArray())
                .good();
        assertThat(openssl(
                                "pkeyutl",
                                "-verify",
                                "-certin",
                                "-inkey",
                                certificate,
                                "-sigfile",
                                signature,
                                signing.toArray())
                        .good())
                .contains("Signature Verified Successfully");
    }

    private static Tool.Answer openssl(Object... arguments) throws Exception {
        return Tool.OPENSSL.run(Stream.of(arguments)
                .flatMap(argument -> argument instanceof Object[] more ? Stream.of(more) : Stream.of(argument))
                .toArray());
    }

    private static Object[] command(String command, ArchiveFormat format, Path archive, String password, Object... more)
            throws Exception {
        List<Object> arguments = new ArrayList<>(List.of(
                "-J-Duser.language=en", command, "-storetype", format, "-keystore", archive, "-storepass", password));
        if (format == ArchiveFormat.BCFKS) {
            Path jar = Path.of(BouncyCastleProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            arguments.addAll(List.of("-providerpath", jar, "-providerclass", BouncyCastleProvider.class.getName()));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray();
    }

    private static Optional<Secret> secret(String text) {
        return Optional.of(new Secret(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String sha256(IssuedKeyPair issued) {
        return new KeyDescriptions().describe(issued.registered()).sha256().replaceAll("(..)(?=.)", "$1:");
    }

    private static String modern() {
        return "PBES2, PBKDF2, AES-256-CBC, Iteration " + Pbes2.ITERATIONS + ", PRF hmacWithSHA256";
    }

    private static String signature(KeyPairType type) {
        return switch (type) {
            case RSA_2048, RSA_3072 -> "sha256WithRSAEncryption";
            case RSA_4096 -> "sha384WithRSAEncryption";
            case P_256 -> "ecdsa-with-SHA256";
            case P_384 -> "ecdsa-with-SHA384";
            case P_521 -> "ecdsa-with-SHA512";
            case ED25519 -> "ED25519";
        };
    }
}
