package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomcatPageIT {

    @Nested
    class On11 extends TomcatPageScenario {
        On11() {
            super("11.");
        }

        @Test
        void pastedFromTopToStartItEndsInside(@TempDir Path folder) throws Exception {
            assertThat(new Tomcat("11.", folder).pasted()).contains("HTTP/1.1 204", "X-Client-Id: billing");
        }
    }

    @Nested
    @Tag("full")
    @Tag("twin")
    class On10 extends TomcatPageScenario {
        On10() {
            super("10.");
        }

        @Test
        void pastedFromTopToStartItEndsInside(@TempDir Path folder) throws Exception {
            assertThat(new Tomcat("10.", folder).pasted()).contains("HTTP/1.1 204", "X-Client-Id: billing");
        }
    }
}
