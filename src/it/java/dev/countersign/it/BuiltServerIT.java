package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code mvn jetty:run} starts: the launcher over what the build has left and {@code webapp}, before there is a
 * WAR.
 */
class BuiltServerIT {
    @TempDir
    private Path folder;

    /** The same server, by what its guards answer. */
    @Test
    void ops_theBuildIsServedByTheLaunchersOwnServer() throws Exception {
        Path war = Path.of(System.getProperty("countersign.war", "target/countersign.war"))
                .toAbsolutePath();
        Path target = Files.createDirectories(folder.resolve("build/target"));
        copy(Path.of("target/classes"), target.resolve("classes"));
        copy(Path.of("webapp"), folder.resolve("build/webapp"));
        unzip(war, "WEB-INF/server/", target.resolve("server"));
        unzip(war, "WEB-INF/lib/", target.resolve("lib"));

        try (ExecutableWar server = WarCommand.in(folder.resolve("data"))
                .of(target.resolve("classes"))
                .start()) {
            Visitor visitor = new Visitor(server.url());
            assertThat(visitor.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(visitor.get("/verify", "Authorization", Visitor.basic("admin", server.password()))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(RawRequest.send(server.port(), "GET / HTTP/1.1", "Host: elsewhere.example"))
                    .startsWith("HTTP/1.1 421");
            assertThat(server.err()).doesNotContain("WARNING", "SEVERE");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void unzip(Path war, String from, Path to) throws IOException {
        Files.createDirectories(to);
        try (FileSystem zip = FileSystems.newFileSystem(war);
                Stream<Path> files = Files.list(zip.getPath(from))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }
}
