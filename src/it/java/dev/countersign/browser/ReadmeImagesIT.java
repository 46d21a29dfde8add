package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Scenario;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of README and console page anew, into the folder that {@code -Dimages} names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "images", matches = ".+")
class ReadmeImagesIT implements Scenario {

    /** In bytes. */
    private static final int MAX_IMAGE_BYTES = 150_000;

    /** Of each colour, the bits that count. */
    private static final int SHADES = 0xFC_FC_FC;

    /** In CSS pixels. */
    private static final int WIDTH = 1100;

    /** As the overview asks, in milliseconds. */
    private static final int SAMPLES = 2000;

    private static final List<String> REASONS =
            List.of("WRONG_SECRET", "WRONG_AUDIENCE", "EXPIRED_ASSERTION", "UNKNOWN_CLIENT", "REPLAYED");

    private final Path images = Path.of(System.getProperty("images", ""));
    private Server server;
    private Administrator script;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new LaunchedWar(folder, Path.of(System.getProperty("java.home")));
        server.start();
        script = firstAdministrator();
        register();
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        server.stop();
        server.close();
    }

    @Override
    public Server running() {
        return server;
    }

    @Override
    public Administrator script() {
        return script;
    }

    private void register() throws Exception {
        script.post(
                "/clients",
                "{\"client_id\":\"billing\",\"client_name\":\"Billing, nightly runs\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        registerCertificate(Duration.ofDays(12), "billing 2026");
        registerCertificate(Duration.ofDays(375), "billing 2027");
        for (String client : List.of("reports:P5D", "warehouse:P21D")) {
            String id = client.replaceFirst(":.*", "");
            script.register("\"client_id\":\"" + id + "\"");
            String lifetime = client.replaceFirst(".*:", "");
            script.post("/clients/" + id + "/secrets", "{\"replace\":true,\"lifetime\":\"" + lifetime + "\"}");
            verify(id, "wrong");
        }
        verify("archive", "wrong");
        verify("billing", "wrong");
    }

    private void registerCertificate(Duration rest, String alias) throws Exception {
        String pem = KeyFile.of("CN=billing,O=Example,C=DE", rest).pem();
        assertThat(script.upload("billing", "CERTIFICATE_PEM", pem, alias).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aClientsCertificates() throws Exception {
        try (ConsoleVisit visit = chromium.visit(server).signIn()) {
            visit.page().setViewportSize(WIDTH, Screen.WIDE.height());
            visit.atClient("billing", "credentials").main().says("billing 2026").says("billing 2027");

            picture(visit, ColorScheme.LIGHT, "credentials.png");
        }
    }

    /** Five minutes pass at once, by the page's own clock, with numbers that rise and fall. */
    @Test
    void theOverview() throws Exception {
        try (ConsoleVisit visit = chromium.visit(server).signIn()) {
            visit.page().setViewportSize(WIDTH, Screen.WIDE.height());
            JsonObject nothing = Scenario.json(script.get("/statistics"));
            int[] asked = {0};
            visit.page().route("**/admin/statistics", route -> answer(route, statistics(nothing, asked[0]++)));
            visit.page().clock().install();
            visit.at(OverviewScenario.OVERVIEW).main().says("Store: up");
            int begun = asked[0];
            while (asked[0] < begun + 170) {
                int before = asked[0];
                visit.page().clock().runFor(SAMPLES);
                visit.page().waitForCondition(() -> asked[0] > before);
            }

            picture(visit, ColorScheme.DARK, "overview.png");
        }
    }

    private static void answer(Route route, JsonObject body) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body.toString()));
    }

    /** The counters after so many samples. */
    private static JsonObject statistics(JsonObject like, int samples) {
        long granted = 48_211;
        long refused = 127;
        for (int i = 0; i < samples; i++) {
            granted += Math.round(34 + 14 * Math.sin(i / 19.0) + 7 * Math.sin(i / 5.0) + 4 * Math.sin(i * 1.7));
            refused += i % 40 > 33 ? 5 : i % 7 == 0 ? 1 : 0;
        }
        JsonArrayBuilder reasons = Json.createArrayBuilder();
        for (int i = 0; i < REASONS.size(); i++) {
            reasons.add(Json.createObjectBuilder().add("reason", REASONS.get(i)).add("count", refused >> (i + 1)));
        }
        JsonObjectBuilder counters = Json.createObjectBuilder(like)
                .add("granted", granted)
                .add("refused", refused)
                .add("by_reason", reasons)
                .add(
                        "credentials",
                        Json.createObjectBuilder(like.getJsonObject("credentials"))
                                .add("ending_within_7_days", 1)
                                .add("ending_within_30_days", 3))
                .add(
                        "key_cache",
                        Json.createObjectBuilder(Map.of(
                                "size",
                                14,
                                "hits",
                                20_514,
                                "misses",
                                61,
                                "fetches",
                                61,
                                "fetch_failures",
                                0,
                                "evictions",
                                0)));
        return counters.build();
    }

    private void picture(ConsoleVisit visit, ColorScheme scheme, String name) throws IOException {
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        byte[] png = visit.page()
                .screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setAnimations(ScreenshotAnimations.DISABLED));
        Files.createDirectories(images);
        Path file = images.resolve(name);
        write(ImageIO.read(new ByteArrayInputStream(png)), file);
        assertThat(Files.size(file)).isLessThan(MAX_IMAGE_BYTES);
    }

    /**
     * Smaller than the browser makes it: without transparency, and without the shades that an eye cannot tell from
     * their neighbours.
     */
    private static void write(BufferedImage picture, Path file) throws IOException {
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                opaque.setRGB(x, y, picture.getRGB(x, y) & SHADES);
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam best = writer.getDefaultWriteParam();
        best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        best.setCompressionQuality(0);
        Files.deleteIfExists(file);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(opaque, null, null), best);
        } finally {
            writer.dispose();
        }
    }
}
