package espalier.app.shell;

import espalier.app.Theme;
import espalier.app.lessons.LessonProgress;
import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the window remembers from one time to the next. */
public final class WindowPreferences {

    private static final Logger LOG = LoggerFactory.getLogger(WindowPreferences.class);
    private static final String THEME = "theme";
    private static final String TEXT_FACTOR = "text-factor";

    private final Preferences preferences;

    /** Remembers in these preferences. */
    WindowPreferences(Preferences preferences) {
        this.preferences = preferences;
    }

    /** Those of the person who is logged in. */
    public static WindowPreferences ofUser() {
        return new WindowPreferences(Preferences.userRoot().node("espalier"));
    }

    /** The look; light where none was chosen. */
    public Theme theme() {
        return "dark".equals(preferences.get(THEME, "light")) ? Theme.DARK : Theme.LIGHT;
    }

    /** Remembers the look. */
    public void setTheme(Theme theme) {
        preferences.put(THEME, theme == Theme.DARK ? "dark" : "light");
        flush();
    }

    /** How much larger than usual text and marks are. */
    double textFactor() {
        return preferences.getDouble(TEXT_FACTOR, 1);
    }

    /** Remembers how much larger. */
    void setTextFactor(double factor) {
        preferences.putDouble(TEXT_FACTOR, factor);
        flush();
    }

    /** How far the person is in lessons. */
    LessonProgress lessons() {
        return new LessonProgress(preferences.node("lessons"));
    }

    private void flush() {
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.info("What the window remembers could not be written", e);
        }
    }
}
