package dev.countersign.proxy;

import dev.countersign.container.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** What {@link ProxyScenario} says, behind Apache httpd. */
@Tag("full")
class ApacheIT extends ProxyScenario {

    @Override
    ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception {
        return new ApacheHttpd(folder, page, countersign, application);
    }
}
