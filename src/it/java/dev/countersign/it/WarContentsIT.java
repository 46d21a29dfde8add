package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the WAR tells about its own contents. */
class WarContentsIT {

    private static final Pattern JAR = Pattern.compile("WEB-INF/(lib|server)/(.+)\\.jar");
    private static final Pattern LIBRARY = Pattern.compile("\\S+:(\\S+) (\\S+)");

    /** Their files are copied. */
    private static final List<String> OF_THE_CONSOLE = List.of("bootstrap", "lit-html");

    @Test
    void theNoticeNamesEachLibraryAndNoOther() throws IOException {
        try (ZipFile war = new ZipFile(WarCommand.bare().war().toFile())) {
            Stream<String> jars = war.stream()
                    .map(entry -> JAR.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(2))
                    .distinct();

            assertThat(text(war, "META-INF/NOTICE").lines())
                    .filteredOn(line -> !line.isEmpty() && !line.startsWith(" "))
                    .map(LIBRARY::matcher)
                    .filteredOn(Matcher::matches)
                    .filteredOn(matcher -> !OF_THE_CONSOLE.contains(matcher.group(1)))
                    .map(matcher -> matcher.group(1) + "-" + matcher.group(2))
                    .containsExactlyInAnyOrderElementsOf(jars.toList());
        }
    }

    @Test
    void licencesAndTheBillOfMaterialsAreThere() throws IOException {
        try (ZipFile war = new ZipFile(WarCommand.bare().war().toFile())) {
            assertThat(text(war, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
            assertThat(text(war, "META-INF/NOTICE")).contains("bootstrap", "lit-html", "MIT");
            assertThat(text(war, "META-INF/sbom/countersign.cdx.json")).contains("\"bomFormat\"", "jetty-server");
        }
    }

    private static String text(ZipFile war, String name) throws IOException {
        ZipEntry entry = war.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(war.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
