package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code src/doc/gitops.md}, in the order of the page. */
@Tag("full")
class GitopsPageIT {

    private static final Page PAGE = Page.at("src/doc/gitops.md");

    @TempDir
    Path directory;

    @Test
    void clientsAreDeclaredLookedAtAndApplied() throws Exception {
        try (ExecutableWar war = WarCommand.in(directory.resolve("data")).start()) {
            Path repository = Files.createDirectory(directory.resolve("repository"));
            Map<String, String> environment = Map.of(
                    "WAR", WarCommand.bare().war().toString(),
                    "URL", war.url(),
                    "SECRET",
                            Files.writeString(directory.resolve("secret"), war.password())
                                    .toString(),
                    "REPO", repository.toString());

            Shell.run(PAGE.script("Begin with what is there"), environment);
            assertThat(repository.resolve("clients.yaml")).content().contains("- client_id: admin\n");
            assertThat(Shell.run(PAGE.script("Look at the plan"), environment))
                    .contains("create \"billing\"", "managed_by: (none) -> \"clients-repository\"", "dry run: 2 of 2");
            assertThat(Shell.run(PAGE.script("Apply it"), environment))
                    .contains("done: 2 of 2 clients changed, 0 failed");

            String secret = Files.readString(repository.resolve("new-secrets/billing.secret"));
            assertThat(new Visitor(war.url())
                            .post(
                                    "/token",
                                    "application/x-www-form-urlencoded",
                                    "grant_type=client_credentials",
                                    "Authorization",
                                    Visitor.basic("billing", secret))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
