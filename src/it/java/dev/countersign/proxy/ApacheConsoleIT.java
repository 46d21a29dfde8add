package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The administration behind an Apache httpd that compresses whatever it can. */
@Tag("full")
class ApacheConsoleIT extends ProxyStage {

    @Override
    ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception {
        return new ApacheHttpd(folder, page, countersign, application) {
            @Override
            String host(Page filledIn) {
                String recipe = super.host(filledIn);
                return recipe.substring(0, recipe.indexOf("    LuaScope"))
                        + """
                            SetEnv force-gzip 1
                            SetOutputFilter DEFLATE
                            RequestHeader set X-Forwarded-Proto "https"
                            ProxyPreserveHost on
                            ProxyPass /countersign/ http://127.0.0.1:PORT/countersign/ nocanon
                        </VirtualHost>
                        """.replace("PORT", Integer.toString(countersign));
            }
        };
    }

    @Test
    void adm4_aChangeSucceedsWithTheTagOfACompressedAnswer() throws Exception {
        assertThat(tagOfAChange()).as("Apache has compressed").endsWith("-gzip\"");
    }
}
