package dev.countersign.launch;

import java.io.PrintStream;
import java.util.Optional;

/** What the operator reads when the server serves, with the password when there is a new one. */
record Welcome(String url, DataDirectory data, Optional<String> password) {

    /** Whether it could be printed: a password that nobody saw must not be forgotten. */
    boolean print(PrintStream out) {
        out.println("Countersign serves " + url + ", keeping its files in " + data.path());
        password.ifPresent(text -> {
            out.println("  password  " + text + "   (shown only this once)");
            out.println("  try       curl -i -u " + AdministratorLogin.NAME + ":" + text + " " + url + "/verify");
            out.println("            curl -u " + AdministratorLogin.NAME + ":" + text + " " + url + "/admin/clients");
        });
        // Last, so that whoever waits for this line has seen the rest.
        out.println("  console   " + url + "/console/   (user: " + AdministratorLogin.NAME + ")");
        return !out.checkError();
    }

    @Override
    public String toString() {
        return "Welcome[" + url + "]";
    }
}
