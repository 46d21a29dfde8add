package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@link ProxyScenario} says, behind nginx. */
@Tag("full")
class NginxIT extends ProxyScenario {

    @Override
    ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception {
        return new Nginx(folder, page, countersign, application);
    }

    @Test
    void adm4_aChangeSucceedsWithTheTagOfACompressedAnswer() throws Exception {
        assertThat(tagOfAChange()).as("nginx has compressed").startsWith("W/");
    }

    @Override
    String gateVersion() {
        return "1.0";
    }
}
