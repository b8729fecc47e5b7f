"""What people look at, without Streamlit."""
