package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.tls.TestCertificate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code apply} and {@code export} against the executable WAR. */
@Tag("full")
class ApplyIT {

    private static final String TWO = """
            # The clients of one team.
            - client_id: billing
              client_name: Billing
              scope: read write
            ---
            client_id: a/b c
            token_endpoint_auth_method: private_key_jwt
            certificates:
              - alias: first
                pem: |
            """;

    @TempDir
    Path directory;

    @Test
    void clientsBecomeWhatAFileDeclaresAndAnEmptyServerTheSame() throws Exception {
        try (ExecutableWar first = WarCommand.in(directory.resolve("first")).start();
                ExecutableWar second =
                        WarCommand.in(directory.resolve("second")).start()) {
            String two = TWO + pem().indent(8);
            Path file = Files.writeString(directory.resolve("clients.yaml"), two);
            Path secrets = Files.createDirectory(directory.resolve("secrets"));

            WarCommand.Result plan = apply(first, file, "--dry-run");
            assertThat(plan.exitCode()).as(plan.err()).isEqualTo(2);
            assertThat(plan.out())
                    .contains(
                            "create \"billing\"",
                            "    scope: \"read write\"",
                            "    certificates: register alias \"first\"",
                            "2 of 2 clients would be changed");

            WarCommand.Result made = apply(first, file, "--secrets", secrets.toString());
            assertThat(made.exitCode()).as(made.out() + made.err()).isZero();
            Path secret = secrets.resolve("billing.secret");
            assertThat(secrets).isDirectoryContaining(secret::equals);
            assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(made.out()).doesNotContain(Files.readString(secret));
            assertThat(export(first, "billing", secret).err())
                    .as("the secret is right, but no administrator's")
                    .contains("403");

            WarCommand.Result again = apply(first, file, "--dry-run");
            assertThat(again.exitCode()).as(again.out()).isZero();
            assertThat(again.out()).contains("nothing to do");

            Files.writeString(file, two.replace("read write", "read").replace("alias: first", "alias: other"));
            WarCommand.Result changed = apply(first, file);
            assertThat(changed.exitCode()).as(changed.out() + changed.err()).isZero();
            assertThat(changed.out())
                    .contains(
                            "    scope: \"read write\" -> \"read\"",
                            "    certificates: change alias of alias \"first\"");

            WarCommand.Result exported = export(first);
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            assertThat(exported.out()).contains("- client_id: billing\n", "    alias: other\n", "BEGIN PUBLIC KEY");
            Path copy = Files.writeString(directory.resolve("copy.yaml"), exported.out());
            WarCommand.Result copied = apply(second, copy);
            assertThat(copied.exitCode()).as(copied.out() + copied.err()).isZero();
            assertThat(copied.out()).contains("created \"billing\" without a secret");
            assertThat(export(second).out()).isEqualTo(exported.out());
        }
    }

    @Test
    void onlyClientsOfTheNamedListAreRemoved() throws Exception {
        try (ExecutableWar war = WarCommand.in(directory.resolve("data")).start()) {
            Path file = Files.writeString(
                    directory.resolve("clients.json"), "[{\"client_id\":\"one\"}, {\"client_id\":\"two\"}]");
            Path others = Files.writeString(directory.resolve("others.yaml"), "client_id: three\nmanaged_by: others\n");
            assertThat(apply(war, file, "--managed-by", "team").exitCode()).isZero();
            assertThat(apply(war, others).exitCode()).isZero();

            Files.writeString(file, "[{\"client_id\":\"one\"}]");
            WarCommand.Result pruned = apply(war, file, "--managed-by", "team", "--prune");
            assertThat(pruned.exitCode()).as(pruned.out() + pruned.err()).isZero();
            assertThat(pruned.out()).contains("delete \"two\"").doesNotContain("\"three\"", "\"admin\"");
            assertThat(export(war, "--format", "json").out())
                    .contains("\"one\"", "\"three\"", "\"admin\"")
                    .doesNotContain("\"two\"");

            Files.writeString(file, "[]");
            WarCommand.Result emptied = apply(war, file, "--managed-by", "team", "--prune");
            assertThat(emptied.exitCode()).isEqualTo(1);
            assertThat(emptied.err()).contains("no client is declared");
            assertThat(apply(war, file, "--prune").exitCode())
                    .as("of which list?")
                    .isEqualTo(64);
        }
    }

    @Test
    void whatTheServerRefusesAndWhatAPersonMustGrantIsAFailure() throws Exception {
        try (ExecutableWar war = WarCommand.in(directory.resolve("data")).start()) {
            Path file = Files.writeString(
                    directory.resolve("clients.json"),
                    "[{\"client_id\":\"root\",\"administrator\":true},\n {\"client_id\":\"odd\",\"colour\":\"red\"}]");

            WarCommand.Result refused = apply(war, file);

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out())
                    .contains(
                            "cannot make \"root\" an administrator: a person must grant this",
                            "failed \"odd\": the server answers 400 colour: ",
                            "clients.json, line 2, column 2)",
                            "1 of 2 clients changed, 1 failed");
        }
    }

    @Test
    void ops2_aTokenGoesOverTlsToAServerOfAKnownCaOnly() throws Exception {
        TestCertificate certificate = TestCertificate.ofLocalhost(directory);
        Path password = Files.writeString(directory.resolve("password"), TestCertificate.PASSWORD);
        try (ExecutableWar war = WarCommand.in(directory.resolve("data"))
                .with(
                        "--tls-keystore",
                        certificate.keyStore("PKCS12").toString(),
                        "--tls-password-file",
                        password.toString())
                .start()) {
            HttpResponse<String> answer = new Visitor(war.url(), certificate.trusting())
                    .post(
                            "/token",
                            "application/x-www-form-urlencoded",
                            "grant_type=client_credentials",
                            "Authorization",
                            Visitor.basic("admin", war.password()));
            String token = answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
            Path file = Files.writeString(directory.resolve("token"), token);
            WarCommand export = WarCommand.bare().with("export", "--url", war.url(), "--token-file", file.toString());

            WarCommand.Result unknown = export.run();
            WarCommand.Result known =
                    export.with("--ca", certificate.pem().toString()).run();

            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.err()).contains("cannot reach " + war.url()).doesNotContain(token, "\tat ");
            assertThat(known.exitCode()).as(known.err()).isZero();
            assertThat(known.out()).contains("- client_id: admin\n");
        }
    }

    private WarCommand.Result apply(ExecutableWar war, Path file, String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of("apply", file.toString()));
        line.addAll(List.of(more));
        return command(war, line, "admin", password(war));
    }

    private WarCommand.Result export(ExecutableWar war, String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of("export"));
        line.addAll(List.of(more));
        return command(war, line, "admin", password(war));
    }

    private WarCommand.Result export(ExecutableWar war, String user, Path password) throws Exception {
        return command(war, List.of("export"), user, password);
    }

    private WarCommand.Result command(ExecutableWar war, List<String> line, String user, Path password)
            throws Exception {
        List<String> all = new ArrayList<>(line);
        all.addAll(List.of("--url", war.url(), "--user", user, "--password-file", password.toString()));
        return WarCommand.bare().with(all.toArray(String[]::new)).run();
    }

    private Path password(ExecutableWar war) throws IOException {
        return Files.writeString(directory.resolve("password-" + war.port()), war.password());
    }

    private static String pem() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        byte[] key = generator.generateKeyPair().getPublic().getEncoded();
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END PUBLIC KEY-----\n";
    }
}
