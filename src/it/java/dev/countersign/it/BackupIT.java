package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.container.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore of the embedded database, from the command line. */
@Tag("full")
class BackupIT {

    private static final Page PAGE = Page.at("src/doc/backup.md");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String OWNER_ONLY = "rw-------";

    @TempDir
    Path directory;

    private Path data;
    private Path backup;

    @BeforeEach
    void names() {
        data = directory.resolve("data");
        backup = directory.resolve("backup.zip");
    }

    @Test
    void adm8_aRunningServerIsBackedUpAndTheFileHoldsNoKey() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            Administrator administrator = new Administrator(war.url(), war.password());
            String secret = administrator.register("\"client_id\":\"billing\"");

            WarCommand.Result made = backup();

            assertThat(made.exitCode()).as(made.err()).isZero();
            assertThat(made.err()).isEmpty();
            assertThat(made.out()).hasLineCount(1).contains(backup.toString());
            assertThat(permissions(backup)).isEqualTo(OWNER_ONLY);
            assertHoldsNothingSecret(war.password(), secret);
            war.terminate();
        }
        // Nothing of it is left beside the files that a server leaves.
        assertThat(data.resolve("run")).doesNotExist();
    }

    @Test
    void anExistingFileIsLeftAlone() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            Files.writeString(backup, "mine");

            WarCommand.Result refused = backup();

            assertThat(war.url()).isNotEmpty();
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).hasLineCount(1).contains("exists already");
            assertThat(backup).hasContent("mine");
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(data, backup);
        }
    }

    /** Changes go on meanwhile; what was acknowledged before is in it. */
    @Test
    void aBackupIsOfOneMomentWhileClientsAreRegistered() throws Exception {
        Queue<String> before = new ConcurrentLinkedQueue<>();
        CountDownLatch some = new CountDownLatch(30);
        List<String> sure;
        String password;
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            password = war.password();
            Administrator administrator = new Administrator(war.url(), password);
            ExecutorService writer = Executors.newSingleThreadExecutor();
            writer.execute(() -> {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    try {
                        administrator.register("\"client_id\":\"client-" + i + "\"");
                    } catch (IOException | InterruptedException e) {
                        return;
                    }
                    before.add("client-" + i);
                    some.countDown();
                }
            });
            assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();
            sure = List.copyOf(before);
            WarCommand.Result made = backup();
            writer.shutdownNow();
            assertThat(writer.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(made.exitCode()).as(made.err()).isZero();
        }

        assertThat(restore().exitCode()).isZero();

        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            Administrator administrator = new Administrator(war.url(), password);
            for (String client : sure) {
                assertThat(administrator.get("/clients/" + client).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void tok4_tokensFromBeforeTheRestoreAreDeadAndSecretsFromTheBackupLive() throws Exception {
        String password;
        String secret;
        String token;
        String late;
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            password = war.password();
            Administrator administrator = new Administrator(war.url(), password);
            secret = administrator.register("\"client_id\":\"billing\"");
            token = token(war, secret);
            assertThat(backup().exitCode()).isZero();
            late = token(war, secret);
            assertThat(revoke(war, secret, late)).isEqualTo(200);
            assertThat(verify(war, "Bearer " + token)).isEqualTo(204);
            assertThat(verify(war, "Bearer " + late)).isEqualTo(401);
            String id = administrator.secretId("billing");
            assertThat(administrator.delete("/clients/billing/secrets/" + id).statusCode())
                    .isEqualTo(204);
            assertThat(verify(war, Visitor.basic("billing", secret))).isEqualTo(401);

            WarCommand.Result refused = restore();
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).hasLineCount(1).contains("is in use by another process");
        }

        WarCommand.Result restored = restore();

        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("tokens from before are dead", "live again");
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            assertThat(verify(war, "Bearer " + token)).isEqualTo(401);
            assertThat(verify(war, "Bearer " + late)).isEqualTo(401);
            assertThat(verify(war, Visitor.basic("billing", secret))).isEqualTo(204);
            assertThat(verify(war, "Bearer " + token(war, secret))).isEqualTo(204);
            assertThat(war.err()).contains("JWTs that may be older than this start get 503");
            assertThat(new Administrator(war.url(), password).get("/events").body())
                    .contains("store.restore");
        }
    }

    @Test
    void theSocketSurvivesAKillAndALongPath() throws Exception {
        data = directory.resolve("d".repeat(150));
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            assertThat(backup().exitCode()).isZero();
            war.kill();
        }
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            Files.delete(backup);
            WarCommand.Result made = backup();
            assertThat(made.exitCode()).as(made.err()).isZero();
            assertThat(war.err()).contains("a backup was made");
        }
    }

    /** The lines of the page, with a server that runs, in the order of the page. */
    @Test
    void thePagesLinesWorkAsTheyStand() throws Exception {
        Path backups = Files.createDirectory(directory.resolve("backups"));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("WAR", WarCommand.bare().war().toAbsolutePath().toString());
        environment.put("DATA", data.toString());
        environment.put("BACKUPS", backups.toString());
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            assertThat(Shell.run(PAGE.script("Make a backup"), environment)).contains("Wrote ");
            war.terminate();
        }
        assertThat(Shell.run(PAGE.script("Restore it"), environment)).contains("Restored the backup of ");
        assertThat(Shell.run(PAGE.script("On another machine"), environment)).contains("Restored the backup of ");
    }

    private void assertHoldsNothingSecret(String password, String secret) throws IOException {
        String key = Files.readString(data.resolve("master.keys")).strip().split(" ", -1)[1];
        byte[] bytes = Base64.getDecoder().decode(key);
        List<byte[]> forbidden = List.of(
                bytes,
                ascii(key),
                ascii(key.replace("=", "")),
                ascii(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)),
                ascii(HexFormat.of().formatHex(bytes)),
                ascii(password),
                ascii(secret),
                ascii(Files.readString(data.resolve("administrator.hash")).strip()));
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder("countersign.mv.db", "META-INF/MANIFEST.MF");
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                try (InputStream in = zip.getInputStream(entry)) {
                    // One character for each byte.
                    String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    for (byte[] each : forbidden) {
                        assertThat(content.contains(new String(each, StandardCharsets.ISO_8859_1)))
                                .isFalse();
                    }
                }
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private WarCommand.Result backup() throws IOException, InterruptedException {
        return WarCommand.bare()
                .with("backup", "--data", data.toString(), "--to", backup.toString())
                .run();
    }

    private WarCommand.Result restore() throws IOException, InterruptedException {
        return WarCommand.bare()
                .with("restore", "--data", data.toString(), "--from", backup.toString())
                .run();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String token(ExecutableWar war, String secret) throws Exception {
        HttpResponse<String> answer = new Visitor(war.url())
                .post(
                        "/token",
                        FORM,
                        "grant_type=client_credentials",
                        "Authorization",
                        Visitor.basic("billing", secret));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scenario.json(answer).getString("access_token");
    }

    private static int revoke(ExecutableWar war, String secret, String token) throws Exception {
        return new Visitor(war.url())
                .post("/revoke", FORM, "token=" + token, "Authorization", Visitor.basic("billing", secret))
                .statusCode();
    }

    private static int verify(ExecutableWar war, String authorization) throws Exception {
        return new Visitor(war.url())
                .get("/verify", "Authorization", authorization)
                .statusCode();
    }
}
