package dev.countersign.container;

import dev.countersign.client.ClientRegistryContract;
import dev.countersign.store.jdbc.StoreContractServlet;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * An application that asks the store's contract of the pool which its server lends: our classes, their tests and JUnit,
 * and one servlet.
 */
final class StoreContractWar {

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
              <servlet>
                <servlet-name>contract</servlet-name>
                <servlet-class>SERVLET</servlet-class>
              </servlet>
              <servlet-mapping>
                <servlet-name>contract</servlet-name>
                <url-pattern>/contract</url-pattern>
              </servlet-mapping>
            </web-app>
            """.replace("SERVLET", StoreContractServlet.class.getName());

    /** One class of each library that the tests need. */
    private static final List<String> LIBRARIES = List.of(
            "org.junit.platform.launcher.Launcher",
            "org.junit.platform.engine.TestEngine",
            "org.junit.platform.commons.JUnitException",
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.engine.JupiterTestEngine",
            "org.opentest4j.AssertionFailedError",
            "org.assertj.core.api.Assertions",
            "net.bytebuddy.ByteBuddy");

    private StoreContractWar() {}

    static Path in(Path folder) throws Exception {
        Path war = Files.copy(Container.war(), folder.resolve("contract.war"));
        try (FileSystem zip = FileSystems.newFileSystem(war)) {
            Files.writeString(zip.getPath("WEB-INF/web.xml"), WEB_XML);
            for (String library : LIBRARIES) {
                Path jar = Container.jarOf(Class.forName(library));
                Files.copy(jar, zip.getPath("WEB-INF/lib", jar.getFileName().toString()));
            }
            for (Class<?> test : List.of(ClientRegistryContract.class, StoreContractServlet.class)) {
                addPackageOf(test, zip.getPath("WEB-INF/classes"));
            }
        }
        return war;
    }

    private static void addPackageOf(Class<?> type, Path classes) throws IOException {
        String folder = type.getPackageName().replace('.', '/');
        try (Stream<Path> files = Files.list(Container.jarOf(type).resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        classes.resolve(folder).resolve(file.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
